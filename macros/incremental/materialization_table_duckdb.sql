{#-
    In the place of dbt-duckdb's own: a table that would come out equal is kept, and one that has an
    incremental_strategy is written by it, unless the build is a full one.
-#}
{% materialization table, adapter='duckdb' %}
    {%- if nothing_is_new() -%}
        {{- return(keep_relation('table')) -}}
    {%- elif config.get('incremental_strategy') and not is_full_build() -%}
        {{- return(dbt.materialization_incremental_duckdb()) -}}
    {%- endif -%}
    {{- return(dbt.materialization_table_duckdb()) -}}
{% endmaterialization %}
