{#-
    The incremental strategy of the customers' facts: all rows of a touched customer are replaced at
    once, also where none is left.
-#}
{% macro get_incremental_touched_customers_sql(arguments) -%}
    {{ replaced_rows(arguments) }}
{%- endmacro %}
