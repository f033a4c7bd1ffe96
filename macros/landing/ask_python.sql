{#-
    Ask Python: values in, values out, as JSON in between. On DuckDB it is a SQL function of
    python_hooks/plugin.py, on Spark the option of a data source, of
    python_hooks/endpoints/spark.py.
-#}
{% macro ask_python(function, request) -%}
    {{ return(adapter.dispatch('ask_python', 'cx_warehouse')(function, request)) }}
{%- endmacro %}

{% macro duckdb__ask_python(function, request) -%}
    {%- set result = run_query('select ' ~ function ~ '(' ~ quoted_text(tojson(request)) ~ ')') -%}
    {{- return(fromjson(result.columns[0].values()[0])) -}}
{%- endmacro %}

{% macro spark__ask_python(function, request) -%}
    {%- set view = 'answer_of_' ~ function -%}
    {%- do run_query(
        'create or replace temporary view ' ~ view ~ ' using cx_warehouse_python options (asked '
        ~ quoted_text(function) ~ ', request ' ~ quoted_text(tojson(request)) ~ ')'
    ) -%}
    {%- set result = run_query('select answer from ' ~ view) -%}
    {{- return(fromjson(result.columns[0].values()[0])) -}}
{%- endmacro %}
