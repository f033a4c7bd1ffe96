{#- The variable base_currency, refused unless it is an ISO 4217 code: it goes into SQL. -#}
{% macro base_currency() -%}
    {%- set currency = var('base_currency') | string -%}
    {%- if not modules.re.fullmatch('[A-Z]{3}', currency) -%}
        {{- exceptions.raise_compiler_error(
            "The variable base_currency is '" ~ currency ~ "'. Write a currency code such as CNY or EUR."
        ) -}}
    {%- endif -%}
    {{- return(currency) -}}
{%- endmacro %}
