{#-
    How many distinct values there are among the rows of a filter, beside other aggregates of the
    relation. Spark would group by the value and keep every other aggregate for each one.
-#}
{% macro distinct_count(relation, column, filter) -%}
    {{ return(adapter.dispatch('distinct_count', 'cx_warehouse')(relation, column, filter)) }}
{%- endmacro %}

{% macro duckdb__distinct_count(relation, column, filter) -%}
    count(distinct case when {{ filter }} then {{ column }} end)
{%- endmacro %}

{% macro spark__distinct_count(relation, column, filter) -%}
    (select count(distinct {{ column }}) from {{ relation }} where {{ filter }})
{%- endmacro %}
