{#-
    The exact product of two decimal(18, 4), with eight decimal places. DuckDB needs the wider type
    for it. Spark would cut the product of the wider type to six places.
-#}
{% macro exact_product(left, right) -%}
    {{ return(adapter.dispatch('exact_product', 'cx_warehouse')(left, right)) }}
{%- endmacro %}

{% macro duckdb__exact_product(left, right) -%}
    cast({{ left }} as decimal(38, 4)) * {{ right }}
{%- endmacro %}

{% macro spark__exact_product(left, right) -%}
    {{ left }} * {{ right }}
{%- endmacro %}
