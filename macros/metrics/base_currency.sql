{#- The variable base_currency as text. variable_rules accepts three capital letters only. -#}
{% macro base_currency() -%}
    {{- return(var('base_currency')) -}}
{%- endmacro %}
