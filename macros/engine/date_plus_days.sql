{#- The date some whole days later (a negative number: earlier). -#}
{% macro date_plus_days(date, days) -%}
    {{ return(adapter.dispatch('date_plus_days', 'cx_warehouse')(date, days)) }}
{%- endmacro %}

{% macro duckdb__date_plus_days(date, days) -%}
    (cast({{ date }} as date) + cast({{ days }} as integer))
{%- endmacro %}

{% macro spark__date_plus_days(date, days) -%}
    date_add(cast({{ date }} as date), cast({{ days }} as integer))
{%- endmacro %}
