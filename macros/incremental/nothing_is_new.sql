{#-
    Whether the tables that stand are those that this build would make. While a build makes tables,
    no build is finished: begin_build forgets the one before it.
-#}
{% macro nothing_is_new() -%}
    {%- set found = [] if is_full_build()
        else run_query("select 1 from raw.builds where stage = 'finished'").rows -%}
    {{- return(found | length > 0) -}}
{%- endmacro %}
