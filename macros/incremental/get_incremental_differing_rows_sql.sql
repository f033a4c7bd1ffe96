{#-
    The incremental strategy of the customers' facts. The model made all rows to rebuild; only those
    that differ are written. Their keys are noted, so that publishing writes the same rows. A model
    without a key notes the whole rows, if meta.rebuilt tells that it is compared as a whole.
-#}
{% macro get_incremental_differing_rows_sql(arguments) -%}
    {%- set target, made = arguments.target_relation, arguments.temp_relation -%}
    {%- set names = arguments.dest_columns | map(attribute='quoted') | list -%}
    {%- set meta = config.get('meta') -%}
    {%- set key = meta.key or arguments.dest_columns | map(attribute='name') | list -%}
    {%- do run_query(note_changes(target.identifier, key, key if meta.key or meta.rebuilt else [],
        'with earlier as (select * from ' ~ target ~ ' where ' ~ is_to_rebuild('customer_id')
        ~ ') select ' ~ key | join(', ') ~ ' from earlier where not exists'
        ~ ' (select 1 from ' ~ made ~ ' as made where ' ~ same_key('earlier', 'made', names) ~ ')'
        ~ ' union select ' ~ key | join(', ') ~ ' from ' ~ made ~ ' as made where not exists'
        ~ ' (select 1 from earlier where ' ~ same_key('earlier', 'made', names) ~ ')'
    )) -%}
    {%- set where_changed = ' where ' ~ is_changed(target.identifier, key) -%}
    {%- set deleted = run_query('delete from ' ~ target ~ where_changed) -%}
    {%- set inserted = run_query(
        'insert into ' ~ target ~ ' (' ~ names | join(', ') ~ ') select ' ~ names | join(', ')
        ~ ' from ' ~ made ~ where_changed
    ) -%}
    {%- set written = deleted.rows[0][0] ~ ' deleted, ' ~ inserted.rows[0][0] ~ ' inserted' -%}
    {%- do log('Rows of ' ~ target.identifier ~ ': ' ~ written ~ '.', info=true) -%}
    select '{{ written }}' as rows_written
{%- endmacro %}
