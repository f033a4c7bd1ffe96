{#- Whether the published file shows pseudonyms in place of customers' ids. -#}
{% macro pseudonymises_customers() -%}
    {%- set wanted = var('pseudonymise_customers') -%}
    {%- if wanted is not boolean -%}
        {{- exceptions.raise_compiler_error(
            "The variable pseudonymise_customers is '" ~ wanted ~ "'. It is true or false."
        ) -}}
    {%- endif -%}
    {{- return(wanted) -}}
{%- endmacro %}
