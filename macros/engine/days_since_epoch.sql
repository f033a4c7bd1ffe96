{#- Whole days from 1970-01-01 to a date or timestamp. -#}
{% macro days_since_epoch(time) -%}
    {{ return(adapter.dispatch('days_since_epoch', 'cx_warehouse')(time)) }}
{%- endmacro %}

{% macro duckdb__days_since_epoch(time) -%}
    (cast({{ time }} as date) - date '1970-01-01')
{%- endmacro %}

{% macro spark__days_since_epoch(time) -%}
    unix_date(cast({{ time }} as date))
{%- endmacro %}
