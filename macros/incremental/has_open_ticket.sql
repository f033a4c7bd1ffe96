{#-
    For meta.rebuilt_too: the condition that the row's customer has an open ticket. It grows older
    without a new row. It asks for the customer and not the ticket, because each ticket names the
    customer's next one.
-#}
{% macro has_open_ticket() -%}
    customer_id in (select customer_id from {{ ref('int_tickets_counted') }} where not is_solved)
{%- endmacro %}
