{#- Every row read was accepted, superseded, quarantined or erased, once. -#}
{% test rows_add_up(model) %}

select *
from {{ model }}
where rows_read <> rows_accepted + rows_superseded + rows_quarantined + rows_erased

{% endtest %}
