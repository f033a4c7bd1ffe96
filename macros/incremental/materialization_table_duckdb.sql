{#- In the place of dbt-duckdb's own: a table that would come out equal is kept. -#}
{% materialization table, adapter='duckdb' %}
    {%- if nothing_is_new() -%}
        {{- return(keep_relation('table')) -}}
    {%- endif -%}
    {{- return(dbt.materialization_table_duckdb()) -}}
{% endmaterialization %}
