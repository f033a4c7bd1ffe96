{#-
    In an incremental model of the customers' facts: the condition that keeps the rows to build
    again. Nobody knows whose a row without a customer is, so all of those are built again.
-#}
{% macro where_touched(customer_id) -%}
    {%- set touched = ref('int_customers_touched') -%}
    {%- if is_incremental() -%}
    where {{ is_touched(customer_id, touched) }}
    {%- endif -%}
{%- endmacro %}

{% macro is_touched(customer_id, touched) -%}
    ({{ customer_id }} is null or {{ customer_id }} in (select customer_id from {{ touched }}))
{%- endmacro %}
