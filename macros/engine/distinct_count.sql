{#-
    The number of distinct values among the rows of a filter, as a subquery beside other aggregates
    of the relation. Without the subquery, DuckDB would count them on one thread. Spark would group
    by the value and keep every other aggregate for each one.
-#}
{% macro distinct_count(relation, column, filter) -%}
    (select count(distinct {{ column }}) from {{ relation }} where {{ filter }})
{%- endmacro %}
