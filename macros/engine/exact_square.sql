{#- The square of a decimal(18, 4) without loss: eight decimal places. -#}
{% macro exact_square(value) -%}
    {{ exact_product(value, value) }}
{%- endmacro %}
