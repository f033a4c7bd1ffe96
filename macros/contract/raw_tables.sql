{#- The tables of the raw contract as [source, table], also available while dbt parses. -#}
{% macro raw_tables() -%}
    {%- set tables = [] -%}
    {%- for table in var('raw_tables') -%}
        {%- do tables.append(table.split('.')) -%}
    {%- endfor -%}
    {{- return(tables) -}}
{%- endmacro %}
