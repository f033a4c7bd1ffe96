{#-
    The columns of the raw contract that hold values of a dimension, as dicts of source, table, column
    and dimension. Empty while dbt parses, when there are no contracts yet.
-#}
{% macro dimension_columns() -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for source_name, table_name in raw_tables() -%}
            {%- for column in raw_contract(source_name, table_name).columns
                if column.get('dimension')
            -%}
                {%- do found.append({
                    'source': source_name,
                    'table': table_name,
                    'column': column.name,
                    'dimension': column.dimension,
                }) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(found) -}}
{%- endmacro %}
