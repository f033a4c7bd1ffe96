{#- Every row read was accepted, superseded or quarantined, once. -#}
{% test rows_add_up(model) %}

select *
from {{ model }}
where rows_read <> rows_accepted + rows_superseded + rows_quarantined

{% endtest %}
