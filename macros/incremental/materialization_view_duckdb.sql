{#-
    In the place of dbt's own: in an incremental build a view stands with the SQL and the comments that
    it would get again. It
    reads its tables by their names, so it sees them when they are remade.
-#}
{% materialization view, adapter='duckdb' %}
    {%- if nothing_is_new() or not is_full_build() -%}
        {{- return(keep_relation('view')) -}}
    {%- endif -%}
    {{- return(dbt.materialization_view_default()) -}}
{% endmaterialization %}
