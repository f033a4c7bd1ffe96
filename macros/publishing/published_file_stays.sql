{#- The sentence that the previous published file stays, in English and Chinese. Both are empty
    if there is no such file. -#}
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
        {'en': ' The previous published file stays as it was.', 'zh': '此前发布的文件保持不变。'}
        if found.columns[0].values()[0] else {'en': '', 'zh': ''}
    ) -}}
{%- endmacro %}

{#- Readers on Spark query the tables directly. -#}
{% macro spark__published_file_stays() -%}
    {{- return({'en': '', 'zh': ''}) -}}
{%- endmacro %}
