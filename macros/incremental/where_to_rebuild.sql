{#-
    In a model that an incremental build makes in part: the clause that keeps the rows to rebuild.

    A view outlives the build that made it, so it asks at each read whether an incremental build is
    running. For example `dbt run --select int_customer_months_banded` reads everybody through it.
-#}
{% macro where_to_rebuild(customer_id, word='where', customers_only=false) -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do ref('int_customers_to_rebuild') -%}
    {%- elif config.get('materialized') == 'view' -%}
    {{ word }} (
        {{ is_to_rebuild(customer_id, customers_only) }}
        or exists (select 1 from raw.builds where stage = 'why_full' and record is not null)
    )
    {%- elif is_increment() -%}
    {{ word }} {{ is_to_rebuild(customer_id, customers_only) }}
    {%- endif -%}
{%- endmacro %}
