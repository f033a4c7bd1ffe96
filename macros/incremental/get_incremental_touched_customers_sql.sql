{#-
    The incremental strategy of the customers' facts: all rows of a touched customer are replaced at
    once, also where none is left.
-#}
{% macro get_incremental_touched_customers_sql(arguments) -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    delete from {{ arguments.target_relation }}
    where {{ is_touched('customer_id', ref('int_customers_touched')) }};

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{%- endmacro %}
