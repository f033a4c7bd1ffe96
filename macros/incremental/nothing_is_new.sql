{#-
    Whether the tables that stand are those that this build would make. While a build makes tables,
    no build is finished: begin_build forgets the one before it.
-#}
{% macro nothing_is_new() -%}
    {{- return(adapter.dispatch('nothing_is_new', 'cx_warehouse')()) -}}
{%- endmacro %}

{% macro duckdb__nothing_is_new() -%}
    {%- if flags.WHICH not in ['build', 'run'] -%}
        {{- return(false) -}}
    {%- endif -%}
    {%- set found = run_query("select record from raw.builds where stage = 'finished'") -%}
    {{- return(found.rows | length > 0) -}}
{%- endmacro %}

{% macro spark__nothing_is_new() -%}
    {{- return(false) -}}
{%- endmacro %}
