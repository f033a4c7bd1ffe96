{#-
    The condition that a customer has an open ticket, which grows older without a new row. Of the
    customer and not of the ticket: the next contact after each ticket is looked for among all.
-#}
{% macro has_open_ticket(customer_id) -%}
    {{ customer_id }} in (
        select customer_id from {{ ref('int_tickets_counted') }} where not is_solved
    )
{%- endmacro %}
