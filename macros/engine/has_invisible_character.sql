{#- Whether a text holds a control character, or one without width such as the zero-width space. -#}
{% macro has_invisible_character(text) -%}
    {{ return(adapter.dispatch('has_invisible_character', 'cx_warehouse')(text)) }}
{%- endmacro %}

{% macro duckdb__has_invisible_character(text) -%}
    {{- return('regexp_matches(' ~ text ~ ', ' ~ quoted_text('[\\p{Cc}\\p{Cf}]') ~ ')') -}}
{%- endmacro %}

{% macro spark__has_invisible_character(text) -%}
    {{- return(text ~ ' rlike ' ~ quoted_text('[\\p{Cc}\\p{Cf}]')) -}}
{%- endmacro %}
