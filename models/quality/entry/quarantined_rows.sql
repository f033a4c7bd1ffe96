-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
with

loads as (
{% for source_name, table_name in raw_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        _load_number as load_number,
        max(updated_at) as newest_at
    from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
    where _status in ('accepted', 'superseded')
    group by _load_number
{% endfor %}
),

newest as (

    select
        -- An aggregate in both cases: one row, however many deliveries there are.
        {%- if var('as_of') is none %}
        max(newest_at) as newest_at
        {%- else %}
        max({{ moment_of_local_time("'" ~ var('as_of') ~ "'") }}) as newest_at
        {%- endif %}
    from loads

),

held_back as (
{% for source_name, table_name in raw_tables() %}
{%- set contract = raw_contract(source_name, table_name) %}
{%- set given = [] %}
{%- for key in contract.key %}
{%- do given.append('given.' ~ key) %}
{%- endfor %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        checked._file as file,
        checked._row_number as row_number,
        checked._load_number as load_number,
        concat_ws('|', {{ given | join(', ') }}) as row_key,
        checked._reasons as reasons,
        coalesce(
            given._fault_text,
            {{ json_object_text('given', contract.columns | map(attribute='name') | list) }}
        ) as row_json
    from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }} as checked
    inner join {{ source(source_name, table_name) }} as given
        on
            checked._load_number = given._load_number
            and checked._row_number = given._row_number
    where checked._status = 'quarantined'
{% endfor %}
),

-- Of a mapped row the columns of its own file or table behind the reasons.
originals as (

    select
        held_back.source,
        held_back.table_name,
        held_back.load_number,
        held_back.row_number,
        {{ sorted_texts("concat(mapped.column_name, ': ', mapped.source_column)") }}
            as source_columns

    from held_back
    inner join raw.mapped_columns as mapped
        on
            held_back.source = mapped.source
            and held_back.table_name = mapped.table_name
            and held_back.load_number = mapped.load_number
            and concat(held_back.reasons, ',') like concat('%:', mapped.column_name, ',%')
    group by
        held_back.source, held_back.table_name, held_back.load_number, held_back.row_number

),

-- The age of a delivery is that of its newest valid row. Without a valid row its age is unknown.
dated as (

    select
        held_back.*,
        coalesce(loads.newest_at, newest.newest_at) as delivered_at,
        newest.newest_at,
        originals.source_columns

    from held_back
    cross join newest
    left join originals
        on
            held_back.source = originals.source
            and held_back.table_name = originals.table_name
            and held_back.load_number = originals.load_number
            and held_back.row_number = originals.row_number
    left join loads
        on
            held_back.source = loads.source
            and held_back.table_name = loads.table_name
            and held_back.load_number = loads.load_number

),

kept as (

    select
        source,
        table_name,
        file,
        row_number,
        row_key,
        reasons,
        source_columns,
        case
            when newest_at > {{ plus_days('delivered_at', var('quarantine_retention_days')) }}
                then null
            else row_json
        end as row_json

    from dated

)

select * from kept
