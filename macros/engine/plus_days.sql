{#- A timestamp some days of 24 hours later (a negative number: earlier). -#}
{% macro plus_days(timestamp, days) -%}
    {{ return(adapter.dispatch('plus_days', 'cx_warehouse')(timestamp, days)) }}
{%- endmacro %}

{% macro duckdb__plus_days(timestamp, days) -%}
    ({{ timestamp }} + to_days({{ days }}))
{%- endmacro %}

{% macro spark__plus_days(timestamp, days) -%}
    ({{ timestamp }} + make_dt_interval({{ days }}))
{%- endmacro %}
