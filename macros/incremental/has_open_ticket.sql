{#- The condition that a customer has an open ticket, which grows older without a new row. -#}
{% macro has_open_ticket(customer_id) -%}
    {{ customer_id }} in (
        select customer_id from {{ ref('int_tickets_counted') }} where not is_solved
    )
{%- endmacro %}
