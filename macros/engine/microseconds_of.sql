{#- Microseconds from 1970-01-01 00:00 UTC to a timestamp. -#}
{% macro microseconds_of(timestamp) -%}
    {{ return(adapter.dispatch('microseconds_of', 'cx_warehouse')(timestamp)) }}
{%- endmacro %}

{% macro duckdb__microseconds_of(timestamp) -%}
    epoch_us({{ timestamp }})
{%- endmacro %}

{% macro spark__microseconds_of(timestamp) -%}
    unix_micros({{ timestamp }})
{%- endmacro %}
