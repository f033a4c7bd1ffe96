{#- The variable as_of, refused unless it is a date or a timestamp: it goes into SQL. -#}
{% macro as_of_text() -%}
    {%- set text = var('as_of') | string -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?', text) -%}
        {{- exceptions.raise_compiler_error(
            "The variable as_of is '" ~ text ~ "'. Write it as '2025-12-31' or '2025-12-31 18:00:00'."
        ) -}}
    {%- endif -%}
    {{- return(text) -}}
{%- endmacro %}
