{#-
    Text without white space around it, the non-breaking and the ideographic space included; null when
    nothing is left.
-#}
{% macro trimmed_text(column) -%}
    {{ return(adapter.dispatch('trimmed_text', 'cx_warehouse')(column)) }}
{%- endmacro %}

{% macro duckdb__trimmed_text(column) -%}
    nullif(trim({{ column }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)), '')
{%- endmacro %}

{% macro spark__trimmed_text(column) -%}
    nullif(trim(both ' \t\r\n\u00a0\u3000' from {{ column }}), '')
{%- endmacro %}
