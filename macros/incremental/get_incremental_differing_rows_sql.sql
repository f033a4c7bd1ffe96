{#-
    The incremental strategy of the customers' facts. The model made all rows to rebuild; only those
    that differ are written. A row of before that the model did not make again is deleted, a row that
    was not there before is inserted, and an equal row stays untouched.
-#}
{% macro get_incremental_differing_rows_sql(arguments) -%}
    {%- set target, made = arguments.target_relation, arguments.temp_relation -%}
    {%- set names = arguments.dest_columns | map(attribute='quoted') | list -%}
    {%- set deleted = run_query(
        'delete from ' ~ target ~ ' where ' ~ is_to_rebuild('customer_id')
        ~ ' and not exists (select 1 from ' ~ made ~ ' as made where '
        ~ same_key(target.identifier, 'made', names) ~ ')'
    ) -%}
    {%- set inserted = run_query(
        'insert into ' ~ target ~ ' (' ~ names | join(', ') ~ ') select ' ~ names | join(', ')
        ~ ' from ' ~ made ~ ' as made where not exists (select 1 from ' ~ target ~ ' where '
        ~ is_to_rebuild('customer_id') ~ ' and ' ~ same_key(target.identifier, 'made', names) ~ ')'
    ) -%}
    {%- set written = deleted.rows[0][0] ~ ' deleted, ' ~ inserted.rows[0][0] ~ ' inserted' -%}
    {%- do log('Rows of ' ~ target.identifier ~ ': ' ~ written ~ '.', info=true) -%}
    select '{{ written }}' as rows_written
{%- endmacro %}
