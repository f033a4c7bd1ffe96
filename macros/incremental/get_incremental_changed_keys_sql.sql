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
    {%- set changes -%}
    with

    before as (
        select earlier.*
        from {{ target }} as earlier
        where exists (
            select 1
            from {{ new }} as new
            where {{ same_key('earlier', 'new', contract.key) }}
        )
    ),

    {%- for side, rows in {'known_before': 'before', 'known_now': new}.items() %}

    {{ side }} as (
        select
            {{ names | join(', ') }},
            -- A version that is no longer the newest is no longer built on, though it reads the same.
            _status,
            _last_seen_load_number < (
                select max(_load_number) from (
                    select _load_number from {{ target }}
                    {%- if side == 'known_now' %}
                    union all
                    select _load_number from {{ new }}
                    {%- endif %}
                ) as loads
            ) and {{ 'true' if contract.delivery == 'full' else 'false' }} as is_gone
        from {{ rows }}
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
        {%- if contract.delivery == 'full' %}
        union all
        -- A key that the newest delivery leaves out is deleted.
        select {{ names | join(', ') }}, _status, true as is_gone
        from {{ target }} as earlier
        where
            _status = 'accepted'
            and _last_seen_load_number = (select max(_load_number) from {{ target }})
            and (select max(_load_number) from {{ new }})
                > (select max(_load_number) from {{ target }})
            and not exists (
                select 1
                from {{ new }} as new
                where {{ same_key('earlier', 'new', contract.key) }}
            )
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
