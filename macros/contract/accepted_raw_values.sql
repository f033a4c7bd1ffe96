{#- By source.table.column, the values that a column of a raw table may have. -#}
{% macro accepted_raw_values() -%}
    {%- set found = {} -%}
    {%- for source_name, table_name in raw_tables() -%}
        {%- for column in raw_contract(source_name, table_name).columns if column.get('accepted_values') -%}
            {%- do found.update({
                source_name ~ '.' ~ table_name ~ '.' ~ column.name: column.accepted_values
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}
