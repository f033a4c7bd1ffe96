{#- A text as a SQL literal, on one line and without white space around it. -#}
{% macro text_literal(text) -%}
    {{ quoted_text(text | trim | replace("\n", ' ')) }}
{%- endmacro %}
