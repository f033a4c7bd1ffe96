{#- The number of a text: that of int_text_values_numbered, and the last one for all other texts. -#}
{% macro text_number(column, number) -%}
    case when {{ column }} is not null then coalesce({{ number }}, {{ last_text_number() }}) end
{%- endmacro %}


{#- The last number of a text, which all texts after the first eight share. -#}
{% macro last_text_number() -%}
    {{ return(9) }}
{%- endmacro %}
