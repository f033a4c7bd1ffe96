{#-
    A number as decimal(18, 4), half rounded away from zero. For a double, DuckDB rounds the number
    times 10000, and Spark its shortest decimal text. They differ if the one is just below a half.
-#}
{% macro rounded_decimal(number) -%}
    {{ return(adapter.dispatch('rounded_decimal', 'cx_warehouse')(number)) }}
{%- endmacro %}

{% macro duckdb__rounded_decimal(number) -%}
    cast({{ number }} as decimal(18, 4))
{%- endmacro %}

{% macro spark__rounded_decimal(number) -%}
    cast(
            cast(round(cast({{ number }} as double) * 10000) as decimal(22, 0))
            * cast(0.0001 as decimal(5, 4)) as decimal(18, 4)
        )
{%- endmacro %}
