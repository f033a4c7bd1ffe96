{#-
    In a model that an incremental build makes in part: the clause that keeps the rows to rebuild.
    customer_id is none where meta.rebuilt is the only condition.
-#}
{% macro where_to_rebuild(customer_id, word='where', customers_only=false) -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do ref('int_customers_to_rebuild') if customer_id -%}
    {%- elif config.get('materialized') == 'view' -%}
    {{ word }} (
        {{ is_to_rebuild(customer_id, customers_only) }}
        or {{ is_full_build_at_read() }}
    )
    {%- elif is_increment() -%}
    {{ word }} {{ is_to_rebuild(customer_id, customers_only) }}
    {%- endif -%}
{%- endmacro %}
