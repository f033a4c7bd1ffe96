{#-
    The incremental strategy of base models: all rows of a key are replaced at once. Before that, it
    notes which keys changed, or refer to a changed row, and whom they rebuild before and after (the
    columns with `rebuilds`).
-#}
{% macro get_incremental_changed_keys_sql(arguments) -%}
    {%- set target = arguments.target_relation -%}
    {%- set new = arguments.temp_relation -%}
    {%- set contract = raw_contract(*target.identifier[5:].split('__')) -%}
    {%- set names = contract.columns | map(attribute='name') | list -%}
    {%- set references = contract.columns | selectattr('references', 'defined') | list -%}
    {%- set noted = contract.key | list -%}
    {%- for column in contract.columns if column.rebuilds and column.name not in noted -%}
        {%- do noted.append(column.name) -%}
    {%- endfor -%}
    {%- set is_full = contract.delivery == 'full' -%}
    {%- set changes -%}
    with

    loads as (
        select
            max(_load_number) filter (where is_before) as newest_before,
            max(_load_number) as newest_now
        from (
            select _load_number, true as is_before from {{ target }}
            union all
            select _load_number, false as is_before from {{ new }}
        ) as all_loads
    ),

    before as (
        select earlier.*
        from {{ target }} as earlier
        where exists (
            select 1
            from {{ new }} as new
            where {{ same_key('earlier', 'new', contract.key) }}
        )
    ),

    {%- for side, rows in {'before': 'before', 'now': new}.items() %}

    known_{{ side }} as (
        select
            {{ names | join(', ') }},
            -- A version that is no longer the newest is no longer built on, though it reads the same.
            _status,
            {{ '_last_seen_load_number < newest_' ~ side if is_full else 'false' }} as is_gone
        from {{ rows }}
        cross join loads
        where _status in ('accepted', 'superseded')
        qualify row_number() over (
            partition by {{ contract.key | join(', ') }}, updated_at
            order by _load_number desc, _row_number desc
        ) = 1
    ),
    {%- endfor %}

    changed as (
        (select * from known_now except select * from known_before)
        union all
        (select * from known_before except select * from known_now)
        {%- if is_full %}
        union all
        -- A key that the newest delivery leaves out is deleted.
        select {{ names | join(', ') }}, _status, true as is_gone
        from {{ target }}
        anti join before using (_load_number, _row_number)
        cross join loads
        where
            _status = 'accepted'
            and _last_seen_load_number = newest_before
            and newest_before < newest_now
        {%- endif %}
        {%- if references %}
        union all
        select {{ names | join(', ') }}, _status, false as is_gone
        from {{ new }}
        where {{ refers_to_a_change(references) }}
        {%- endif %}
    )

    select distinct {{ noted | join(', ') }} from changed
    {%- endset -%}
    {{ note_changes(target.identifier, contract.key, noted, changes) }};

    delete from {{ target }}
    using (select distinct {{ contract.key | join(', ') }} from {{ new }}) as new
    where {{ same_key(target.identifier, 'new', contract.key) }};

    insert into {{ target }} select * from {{ new }}
{%- endmacro %}
