{#-
    The statements after mart_profiles that put the judgement of the marts into check_results, in
    place of the one before. Spark cannot delete rows of a Parquet table: there a stage is a
    partition, and one insert replaces it. With --empty a relation in a statement is a query without
    rows, which cannot be written to: the table is named by render().
-#}
{% macro store_mart_results(profiles, check_results) -%}
    {{ return(adapter.dispatch('store_mart_results', 'cx_warehouse')(profiles, check_results)) }}
{%- endmacro %}

{% macro duckdb__store_mart_results(profiles, check_results) -%}
    delete from {{ check_results.render() }} where stage = 'mart';
    insert into {{ check_results.render() }} {{ judged('mart', profiles, mart_check_contracts()) }}
{%- endmacro %}

{% macro spark__store_mart_results(profiles, check_results) -%}
    insert overwrite table {{ check_results.render() }} partition (stage = 'mart')
    select
        source,
        table_name,
        column_name,
        check_name,
        expectation,
        severity,
        is_passed,
        observed_value,
        minimum_allowed,
        maximum_allowed
    from ({{ judged('mart', profiles, mart_check_contracts()) }}) as judged
{%- endmacro %}
