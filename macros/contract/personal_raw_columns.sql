{#- The columns of raw tables that are tagged personal, as source.table.column. -#}
{% macro personal_raw_columns() -%}
    {%- set found = [] -%}
    {%- for source_name, table_name in raw_tables() -%}
        {%- for column in raw_contract(source_name, table_name).columns if column.is_personal -%}
            {%- do found.append(source_name ~ '.' ~ table_name ~ '.' ~ column.name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}
