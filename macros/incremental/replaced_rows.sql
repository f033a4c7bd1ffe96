{#-
    The statements of an incremental strategy: new rows in the place of those of touched customers,
    and of those that meet another condition.
-#}
{% macro replaced_rows(arguments, or_where=none) -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    delete from {{ arguments.target_relation }}
    where {{ is_touched('customer_id', or_where) }};

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{%- endmacro %}
