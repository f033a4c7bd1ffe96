{#-
    In an incremental model of the customers' facts: the condition that keeps the rows to build
    again. Nobody knows whose a row without a customer is, so all of those are built again.
-#}
{% macro where_touched(customer_id) -%}
    {#- A unit test has no relation of its own; while dbt parses, the reference must be seen. -#}
    {%- if not execute or (model.resource_type != 'unit_test' and is_incremental()) -%}
    where {{ is_touched(customer_id, ref('int_customers_touched')) }}
    {%- endif -%}
{%- endmacro %}

{% macro is_touched(customer_id, touched) -%}
    ({{ customer_id }} is null or {{ customer_id }} in (select customer_id from {{ touched }}))
{%- endmacro %}
