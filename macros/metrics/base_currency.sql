{#- The variable base_currency, as text: variable_rules holds it to three capital letters. -#}
{% macro base_currency() -%}
    {{- return(var('base_currency')) -}}
{%- endmacro %}
