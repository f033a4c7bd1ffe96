{#- Whether this build makes every table anew; begin_build wrote down why. -#}
{% macro is_full_build() -%}
    {{- return(adapter.dispatch('is_full_build', 'cx_warehouse')()) -}}
{%- endmacro %}

{% macro duckdb__is_full_build() -%}
    {%- if not execute or flags.WHICH not in ['build', 'run'] -%}
        {{- return(true) -}}
    {%- endif -%}
    {%- set found = run_query("select record from raw.builds where stage = 'why_full'") -%}
    {{- return(found.columns[0].values()[0] is not none) -}}
{%- endmacro %}

{% macro spark__is_full_build() -%}
    {{- return(true) -}}
{%- endmacro %}
