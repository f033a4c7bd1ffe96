{#-
    In an incremental model of the customers' facts: the condition that keeps the rows to build
    again. Nobody knows whose a row without a customer is, so all of those are built again.
-#}
{% macro where_touched(customer_id) -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do ref('int_customers_touched') -%}
    {%- elif model.resource_type != 'unit_test' and is_incremental() -%}
    where {{ is_touched(customer_id, ref('int_customers_touched')) }}
    {%- endif -%}
{%- endmacro %}
