{#- Every accepted row is used by its fact or listed as left out, once. -#}
{% test accepted_rows_add_up(model) %}

select *
from {{ model }}
where rows_accepted <> rows_used + rows_left_out

{% endtest %}
