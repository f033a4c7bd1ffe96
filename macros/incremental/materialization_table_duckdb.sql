{#-
    In the place of dbt-duckdb's own: a table that would come out equal is kept, and one that has an
    incremental_strategy is written by it, unless the build is a full one. meta.kept_with names the
    model from which a fit learns: while it stays the same, so does the fit.
-#}
{% materialization table, adapter='duckdb' %}
    {%- set kept_with = (config.get('meta') or {}).kept_with -%}
    {%- if nothing_is_new() -%}
        {{- return(keep_relation('table')) -}}
    {%- elif kept_with and not is_full_build() and not run_query(
        "select 1 from staging.stg_changes_noted where model = '" ~ kept_with ~ "' limit 1"
    ).rows | length -%}
        {{- return(keep_relation('table')) -}}
    {%- elif config.get('incremental_strategy') and not is_full_build() -%}
        {{- return(dbt.materialization_incremental_duckdb()) -}}
    {%- endif -%}
    {{- return(dbt.materialization_table_duckdb()) -}}
{% endmaterialization %}
