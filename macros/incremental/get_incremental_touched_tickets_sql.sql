{#-
    The incremental strategy of tickets: those of touched customers are replaced, and those of
    whoever has an open one, since it has grown older.
-#}
{% macro get_incremental_touched_tickets_sql(arguments) -%}
    {{ replaced_rows(arguments, has_open_ticket('customer_id')) }}
{%- endmacro %}
