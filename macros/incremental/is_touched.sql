{#- The condition that a row is one of a touched customer's, or nobody's. -#}
{% macro is_touched(customer_id, touched) -%}
    ({{ customer_id }} is null or {{ customer_id }} in (select customer_id from {{ touched }}))
{%- endmacro %}
