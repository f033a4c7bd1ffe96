{#- That the published file of before stays, as a sentence; nothing where there is none to stay. -#}
{% macro published_file_stays() -%}
    {{- return(adapter.dispatch('published_file_stays', 'cx_warehouse')()) -}}
{%- endmacro %}

{% macro duckdb__published_file_stays() -%}
    {%- set file = env_var('CX_WAREHOUSE_PATH', 'warehouse') ~ '/published.duckdb' -%}
    {%- set found = run_query(
        'select count(*) from glob(' ~ quoted_text(file | replace('[', '[[]') | replace('*', '[*]'))
        ~ ')'
    ) -%}
    {{- return(
        ' The published file of before stays as it was.' if found.columns[0].values()[0] else ''
    ) -}}
{%- endmacro %}

{#- Readers on Spark read the tables themselves. -#}
{% macro spark__published_file_stays() -%}
    {{- return('') -}}
{%- endmacro %}
