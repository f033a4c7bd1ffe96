-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{%- set tables = [] -%}
{%- for source_name, table_name in raw_tables() -%}
    {%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) -%}
    {%- set column = matched_column(raw_contract(source_name, table_name)) -%}
    {%- if column -%}
        {%- do tables.append({
            'source': source_name, 'name': table_name, 'base': base, 'column': column,
        }) -%}
    {%- endif -%}
{%- endfor %}
with

found as (
{% for table in tables %}
    {{ 'union all' if not loop.first }}
    select
        '{{ table.source }}' as source,
        '{{ table.name }}' as table_name,
        '{{ table.column }}' as column_name,
        coalesce(_matched_by, 'customer_id') as matched_by,
        count(*) as row_count

    from {{ table.base }}
    where
        {{ table.column }} is not null
        and (_status = 'accepted' or _reasons like '%unknown_reference:{{ table.column }}%')
    group by coalesce(_matched_by, 'customer_id')
{% else %}
    select
        '' as source,
        '' as table_name,
        '' as column_name,
        '' as matched_by,
        0 as row_count
    where false
{% endfor %}
),

-- Rows in conflict have no customer of the CRM. The unknown rows are among those of customer_id.
unmatched as (

    select
        found.source,
        found.table_name,
        max(unknown.rows_unknown)
        - sum(case when found.matched_by in ('conflict', 'shared') then found.row_count else 0 end)
            as row_count

    from found
    inner join {{ ref('unknown_references') }} as unknown
        on
            found.source = unknown.source
            and found.table_name = unknown.table_name
            and found.column_name = unknown.column_name
    group by found.source, found.table_name

),

parted as (

    select
        found.source,
        found.table_name,
        found.matched_by,
        case
            when found.matched_by = 'customer_id' then found.row_count - unmatched.row_count
            else found.row_count
        end as row_count

    from found
    inner join unmatched
        on
            found.source = unmatched.source
            and found.table_name = unmatched.table_name
    union all
    select
        source,
        table_name,
        'unmatched' as matched_by,
        row_count

    from unmatched

),

counted as (

    select
        source,
        table_name,
        matched_by,
        matched_by in ('customer_id', 'source_id', 'email', 'phone') as is_matched,
        cast(row_count as bigint) as row_count,
        cast(sum(row_count) over (partition by source, table_name) as bigint) as rows_given

    from parted
    where row_count > 0

)

select
    source,
    table_name,
    matched_by,
    is_matched,
    row_count,
    rows_given,
    {{ ratio('row_count', 'rows_given') }} as row_share

from counted
