{#- The exact square of a decimal(18, 4), with eight decimal places. -#}
{% macro exact_square(value) -%}
    {{ exact_product(value, value) }}
{%- endmacro %}
