{#-
    How many distinct values there are among the rows of a filter, beside other aggregates of the
    relation: a query of its own, or DuckDB would count them on one thread, and Spark would group by
    the value and keep every other aggregate for each one.
-#}
{% macro distinct_count(relation, column, filter) -%}
    (select count(distinct {{ column }}) from {{ relation }} where {{ filter }})
{%- endmacro %}
