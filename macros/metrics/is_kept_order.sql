{#- The condition that an order counts as a sale: its status is neither cancelled nor returned. -#}
{% macro is_kept_order(order_status) -%}
    {{ order_status }} not in ('cancelled', 'returned')
{%- endmacro %}
