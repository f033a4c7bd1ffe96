{#- The columns of a table in a schema, or in `database.schema`, in small letters; none if absent. -#}
{% macro names_of_columns(schema, table) -%}
    {{- return(adapter.dispatch('names_of_columns', 'cx_warehouse')(schema, table)) -}}
{%- endmacro %}

{% macro duckdb__names_of_columns(schema, table) -%}
    {%- set parts = schema.split('.') -%}
    {%- set database = "'" ~ parts[0] ~ "'" if parts | length == 2 else 'current_database()' -%}
    {%- set found = run_query(
        "select lower(column_name) from information_schema.columns"
        ~ " where table_catalog = " ~ database ~ " and lower(table_schema) = lower('" ~ parts[-1]
        ~ "') and lower(table_name) = lower('" ~ table ~ "')"
    ) -%}
    {{- return(found.columns[0].values() | list) -}}
{%- endmacro %}

{% macro spark__names_of_columns(schema, table) -%}
    {%- set found = run_query('show tables in ' ~ schema ~ " like '" ~ table ~ "'") -%}
    {%- set names = [] -%}
    {%- for row in found.rows -%}
        {%- for column in run_query('show columns in ' ~ schema ~ '.' ~ table).rows -%}
            {%- do names.append(column[0] | lower) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(names) -}}
{%- endmacro %}
