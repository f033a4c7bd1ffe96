{#-
    Replaces the macro of dbt-spark for Parquet tables. It partitions growing facts by month: each
    table in the variable spark_month_partitions gets a column `_month` from the time column named
    there.
-#}
{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- set time = var('spark_month_partitions').get(relation.identifier) -%}
    {%- if temporary -%}
        {{ create_temporary_view(relation, compiled_code) }}
    {%- else -%}
        create table {{ relation }}
        {%- if config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(compiled_code) }}
            {%- set compiled_code = get_select_subquery(compiled_code) -%}
        {%- endif %}
        using parquet
        {{ 'partitioned by (_month)' if time else partition_cols(label='partitioned by') }}
        {{ comment_clause() }}
        as
        {%- if time %}
        select *, {{ start_of('month', time) }} as _month
        from ({{ compiled_code }}) as built
        distribute by _month
        {%- else %}
        {{ compiled_code }}
        {%- endif %}
    {%- endif -%}
{%- endmacro %}
