{#- The number of a row in the order in which the engine reads its table. -#}
{% macro row_number_in_table() -%}
    {{ return(adapter.dispatch('row_number_in_table', 'cx_warehouse')()) }}
{%- endmacro %}

{% macro duckdb__row_number_in_table() -%}
    row_number() over ()
{%- endmacro %}

{% macro spark__row_number_in_table() -%}
    row_number() over (order by monotonically_increasing_id())
{%- endmacro %}
