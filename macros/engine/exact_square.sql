{#-
    The square of a decimal(18, 4) without loss: eight decimal places. DuckDB needs the wider type
    for it; Spark would cut the wider type's product to six places.
-#}
{% macro exact_square(value) -%}
    {{ return(adapter.dispatch('exact_square', 'cx_warehouse')(value)) }}
{%- endmacro %}

{% macro duckdb__exact_square(value) -%}
    cast({{ value }} as decimal(38, 4)) * {{ value }}
{%- endmacro %}

{% macro spark__exact_square(value) -%}
    {{ value }} * {{ value }}
{%- endmacro %}
