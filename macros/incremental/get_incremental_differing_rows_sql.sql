{#-
    The incremental strategy of the customers' facts. The model made all rows to rebuild; only those
    that differ are written. The keys of the rows that differ are noted in the schema changes, so
    that publishing writes the same rows. A model without a key notes the whole rows.
-#}
{% macro get_incremental_differing_rows_sql(arguments) -%}
    {%- set target, made = arguments.target_relation, arguments.temp_relation -%}
    {%- set names = arguments.dest_columns | map(attribute='quoted') | list -%}
    {%- set key = config.get('meta').key or names -%}
    {%- set changed = changes_of(target.schema ~ '.' ~ target.identifier) -%}
    {%- do run_query(
        'create or replace table ' ~ changed ~ ' as with earlier as (select * from ' ~ target ~ ' where '
        ~ is_to_rebuild('customer_id') ~ ') select ' ~ key | join(', ') ~ ' from earlier where not exists'
        ~ ' (select 1 from ' ~ made ~ ' as made where ' ~ same_key('earlier', 'made', names) ~ ')'
        ~ ' union select ' ~ key | join(', ') ~ ' from ' ~ made ~ ' as made where not exists'
        ~ ' (select 1 from earlier where ' ~ same_key('earlier', 'made', names) ~ ')'
    ) -%}
    {%- set is_changed = ' where exists (select 1 from ' ~ changed ~ ' as changed where ' -%}
    {%- set deleted = run_query(
        'delete from ' ~ target ~ is_changed ~ same_key(target.identifier, 'changed', key) ~ ')'
    ) -%}
    {%- set inserted = run_query(
        'insert into ' ~ target ~ ' (' ~ names | join(', ') ~ ') select ' ~ names | join(', ')
        ~ ' from ' ~ made ~ ' as made' ~ is_changed ~ same_key('made', 'changed', key) ~ ')'
    ) -%}
    {%- set written = deleted.rows[0][0] ~ ' deleted, ' ~ inserted.rows[0][0] ~ ' inserted' -%}
    {%- do log('Rows of ' ~ target.identifier ~ ': ' ~ written ~ '.', info=true) -%}
    select '{{ written }}' as rows_written
{%- endmacro %}
