{#-
    Whether the tables that stand are those that this build would make. While a build makes tables,
    no build is finished: begin_build forgets the one before it.
-#}
{% macro nothing_is_new() -%}
    {%- set finished = "select 1 from raw.builds where stage = 'finished'" -%}
    {{- return(not is_full_build() and run_query(finished).rows | length > 0) -}}
{%- endmacro %}
