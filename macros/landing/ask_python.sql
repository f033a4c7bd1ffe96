{#- Ask a function of python_hooks/plugin.py: values in, values out, as JSON in between. -#}
{% macro ask_python(function, request) -%}
    {%- set literal = tojson(request) | replace("'", "''") -%}
    {%- set result = run_query("select " ~ function ~ "('" ~ literal ~ "')") -%}
    {{- return(fromjson(result.columns[0].values()[0])) -}}
{%- endmacro %}
