{#- How long a quarantined row keeps the text of its source: a whole number of days. -#}
{% macro quarantine_retention_days() -%}
    {%- set days = var('quarantine_retention_days') -%}
    {%- if days is not integer or days is boolean or days < 0 -%}
        {{- exceptions.raise_compiler_error(
            "The variable quarantine_retention_days is '" ~ days ~ "'. It is a whole number of days,"
            ~ ' 0 or more.'
        ) -}}
    {%- endif -%}
    {{- return(days) -}}
{%- endmacro %}
