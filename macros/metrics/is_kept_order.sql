{#- The condition that the state of an order is not one in which its sale is undone. -#}
{% macro is_kept_order(order_status) -%}
    {{ order_status }} not in ('cancelled', 'returned')
{%- endmacro %}
