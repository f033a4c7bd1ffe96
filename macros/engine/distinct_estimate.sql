{#- The approximate number of distinct values among the rows of a filter, within a few per cent. -#}
{% macro distinct_estimate(column, filter) -%}
    approx_count_distinct(case when {{ filter }} then {{ column }} end)
{%- endmacro %}
