{#-
    The statements after mart_profiles that replace the check results of the marts in check_results.
    Spark cannot delete rows of a Parquet table: there each stage is a partition, and one insert
    replaces it. With --empty a relation in a statement becomes a query without rows. Nothing can be
    written to that, so render() gives the table's name.
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
