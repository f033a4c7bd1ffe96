{#- The tables of the raw contract as [source, table], known while dbt parses, too. -#}
{% macro raw_tables() -%}
    {%- set tables = [] -%}
    {%- for table in var('raw_tables') -%}
        {%- do tables.append(table.split('.')) -%}
    {%- endfor -%}
    {{- return(tables) -}}
{%- endmacro %}
