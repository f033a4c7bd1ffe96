{#- Whether any raw table is read from a schema: such a table has no deliveries. -#}
{% macro reads_schemas() -%}
    {%- for given in var('raw_sources').values() -%}
        {%- for use in ([given] if given is mapping else given) if use.schemas -%}
            {{- return(true) -}}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(var('raw_schemas') | length > 0) -}}
{%- endmacro %}
