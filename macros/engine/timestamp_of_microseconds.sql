{#- The timestamp so many microseconds after 1970-01-01 00:00 UTC. -#}
{% macro timestamp_of_microseconds(microseconds) -%}
    {{ return(adapter.dispatch('timestamp_of_microseconds', 'cx_warehouse')(microseconds)) }}
{%- endmacro %}

{% macro duckdb__timestamp_of_microseconds(microseconds) -%}
    make_timestamp(cast({{ microseconds }} as bigint))
{%- endmacro %}

{% macro spark__timestamp_of_microseconds(microseconds) -%}
    timestamp_micros({{ microseconds }})
{%- endmacro %}
