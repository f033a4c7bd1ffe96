{#-
    In a model that an incremental build makes in part: the clause that keeps the rows to rebuild,
    from a column (none where meta.rebuilt is the only condition) and further arguments of the
    condition's macro. A view outlives the build that made it, so it asks when it is read whether
    an incremental build is running. After one, `dbt run --select int_customer_months_banded` reads
    everybody through its views.
-#}
{% macro where_to_rebuild(column, word='where', condition='is_to_rebuild') -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do context[condition](column, **kwargs) if column -%}
    {%- elif config.get('materialized') == 'view' -%}
    {{ word }} (
        {{ context[condition](column, **kwargs) }}
        or exists (select 1 from raw.builds where stage = 'why_full' and record is not null)
    )
    {%- elif is_increment() -%}
    {{ word }} {{ context[condition](column, **kwargs) }}
    {%- endif -%}
{%- endmacro %}
