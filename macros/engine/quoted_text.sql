{#- Any text as a SQL literal. Spark reads a backslash as an escape, so it is doubled there. -#}
{% macro quoted_text(text) -%}
    {{ return(adapter.dispatch('quoted_text', 'cx_warehouse')(text)) }}
{%- endmacro %}

{% macro duckdb__quoted_text(text) -%}
    {{ return("'" ~ text | replace("'", "''") ~ "'") }}
{%- endmacro %}

{% macro spark__quoted_text(text) -%}
    {{ return("'" ~ text | replace("\\", "\\\\") | replace("'", "\\'") ~ "'") }}
{%- endmacro %}
