-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- depends_on: {{ ref('quarantined_rows') }}

with

quarantined as (

    select
        source,
        table_name,
        count(*) as rows_quarantined

    from {{ ref('quarantined_rows') }}
    group by source, table_name

),

read_rows as (
{% for source_name, table_name in raw_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        count(*) as rows_read
    from {{ source(source_name, table_name) }}
{% endfor %}
),

kept as (
{% for source_name, table_name in raw_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        count(case when _status = 'accepted' then 1 end) as rows_accepted,
        count(case when _status = 'superseded' then 1 end) as rows_superseded,
        count(case when _status = 'erased' then 1 end) as rows_erased
    from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
{% endfor %}
),

reconciled as (

    select
        read_rows.source,
        read_rows.table_name,
        read_rows.rows_read,
        kept.rows_accepted,
        kept.rows_superseded,
        coalesce(quarantined.rows_quarantined, 0) as rows_quarantined,
        kept.rows_erased

    from read_rows
    inner join kept
        on
            read_rows.source = kept.source
            and read_rows.table_name = kept.table_name
    left join quarantined
        on
            read_rows.source = quarantined.source
            and read_rows.table_name = quarantined.table_name

)

select * from reconciled
order by source, table_name
