-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{%- set tables = [] %}
{%- for source_name, table_name in raw_tables() %}
{%- set times = [] %}
{%- for column in profiled_columns(raw_contract(source_name, table_name))
    if column.is_business_time %}
{%- do times.append(column.name) %}
{%- endfor %}
{%- do tables.append((source_name, table_name, times)) %}
{%- endfor %}
with

reconciled as (

    select * from {{ ref('row_reconciliation') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

-- For a table without business times this is its newest delivery. A business time after today is an
-- error or a plan; the notices report it.
newest as (
{% for source_name, table_name, times in tables %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        {% if times -%}
        {{ 'greatest(' if times | length > 1 }}
            {%- for name in times %}
            max(case when {{ name }} <= as_of.as_of then {{ name }} end)
            {{- ',' if not loop.last }}
            {%- endfor %}
        {{ ')' if times | length > 1 }} as newest_at
        {%- else -%}
        {{ 'max(updated_at)' if execute else 'cast(null as timestamp)' }} as newest_at
        {%- endif %}
    from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
    cross join as_of
    where _status = 'accepted'
{% endfor %}
),

-- A row that two facts leave out counts once. A table that no fact reads has no left out rows.
left_out as (

    select
        source,
        table_name,
        count(distinct row_key) as left_out_count

    from {{ ref('left_out_rows') }}
    where reason <> 'not_read_by_any_mart'
    group by source, table_name

),

counted as (

    select
        reconciled.source,
        reconciled.table_name,
        cast(reconciled.rows_read as bigint) as read_count,
        cast(reconciled.rows_accepted as bigint) as accepted_count,
        cast(reconciled.rows_superseded as bigint) as superseded_count,
        cast(reconciled.rows_quarantined as bigint) as quarantined_count,
        cast(reconciled.rows_erased as bigint) as erased_count,
        cast(coalesce(left_out.left_out_count, 0) as bigint) as left_out_count,
        newest.newest_at

    from reconciled
    inner join newest
        on
            reconciled.source = newest.source
            and reconciled.table_name = newest.table_name
    left join left_out
        on
            reconciled.source = left_out.source
            and reconciled.table_name = left_out.table_name

)

select * from counted
order by source, table_name
