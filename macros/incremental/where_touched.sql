{#-
    In a model that an incremental build makes for touched customers: the condition that keeps the
    rows to build again. Nobody knows whose a row without a customer is, so all of those are built
    again.
-#}
{% macro where_touched(customer_id, or_where=none, word='where') -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do ref('int_customers_touched') -%}
    {%- elif is_made_for_touched() -%}
    {{ word }} {{ is_touched(customer_id, or_where) }}
    {%- endif -%}
{%- endmacro %}
