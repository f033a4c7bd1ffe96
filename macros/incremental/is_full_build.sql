{#- Whether this build makes every table anew; begin_build wrote down why. On Spark every one does. -#}
{% macro is_full_build() -%}
    {%- if not execute or target.type == 'spark' or flags.WHICH not in ['build', 'run'] -%}
        {{- return(true) -}}
    {%- endif -%}
    {%- set found = run_query("select record from raw.builds where stage = 'why_full'") -%}
    {{- return(found.columns[0].values()[0] is not none) -}}
{%- endmacro %}
