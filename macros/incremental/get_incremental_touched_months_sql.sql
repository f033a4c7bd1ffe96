{#-
    The incremental strategy of customer-months: those of touched customers are replaced, and the
    month of today of everybody, since all have grown older in it.
-#}
{% macro get_incremental_touched_months_sql(arguments) -%}
    {{ replaced_rows(arguments, is_month_of_today('month_start')) }}
{%- endmacro %}
