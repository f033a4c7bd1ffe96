{#-
    Write down which column of its file or table each column of a mapped delivery comes from: the
    relation raw.mapped_columns, by which rows held back name the column that people see.
-#}
{% macro keep_mapped_columns(rows) -%}
    {{- return(adapter.dispatch('keep_mapped_columns', 'cx_warehouse')(rows)) -}}
{%- endmacro %}

{% macro duckdb__keep_mapped_columns(rows) -%}
    {%- set query -%}
    create or replace table raw.mapped_columns as
    select unnest(from_json(
        {{ quoted_text(tojson(rows)) }},
        '[{
            "source": "VARCHAR", "table_name": "VARCHAR", "load_number": "INTEGER",
            "column_name": "VARCHAR", "source_column": "VARCHAR"
        }]'
    ), recursive := true)
    {%- endset -%}
    {%- do run_query(query) -%}
{%- endmacro %}

{% macro spark__keep_mapped_columns(rows) -%}
    {%- set query -%}
    create or replace view raw.mapped_columns as
    select inline(from_json(
        {{ text_literal(tojson(rows)) }},
        'array<struct<
            source: string, table_name: string, load_number: int,
            column_name: string, source_column: string
        >>'
    ))
    {%- endset -%}
    {%- do run_query(query) -%}
{%- endmacro %}
