{#-
    The columns of every table of a schema that a mapping reads, by schema.table. A mistake in the
    variable raw_sources or in a mapping stops the run here.
-#}
{% macro columns_of_mapped_tables(request) -%}
    {%- set columns = {} -%}
    {%- if request.sources -%}
        {%- set answer = ask_python('tables_of_mappings', request) -%}
        {%- if answer.error -%}
            {{- exceptions.raise_compiler_error(answer.error) -}}
        {%- endif -%}
        {%- for schema, table in answer.tables -%}
            {%- do columns.update({schema ~ '.' ~ table: names_of_columns(schema, table)}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(columns) -}}
{%- endmacro %}
