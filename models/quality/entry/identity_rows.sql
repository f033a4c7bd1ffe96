-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{%- set tables = [] -%}
{%- for source_name, table_name in raw_tables() -%}
    {%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) -%}
    {%- set contract = raw_contract(source_name, table_name) -%}
    {%- if matched_column(contract) -%}
        {%- do tables.append({'contract': contract, 'base': base}) -%}
    {%- endif -%}
{%- endfor %}
with

customers as (

    select customer_id
    from {{ ref('base_crm__customers') }}
    where _status = 'accepted'

),

named as (
{% for table in tables %}
{%- set contract, column = table.contract, matched_column(table.contract) %}
    {{ 'union all' if not loop.first }}
    select
        '{{ contract.source }}' as source,
        '{{ contract.table }}' as table_name,
        case
            when _status = 'accepted' then {{ joined_key(contract.key) }}
            -- Several held-back rows may have one key, or none.
            else concat('row ', _row_number, ' of delivery ', _load_number)
        end as row_id,
        {{ column }} as customer_id,
        cast({{ business_time(contract) }} as timestamp) as occurred_at,
        _matched_by

    from {{ table.base }}
    where
        {{ column }} is not null
        and (_status = 'accepted' or _reasons like '%unknown_reference:{{ column }}%')
{% else %}
    select
        '' as source,
        '' as table_name,
        '' as row_id,
        '' as customer_id,
        cast(null as timestamp) as occurred_at,
        '' as _matched_by
    where false
{% endfor %}
),

matched as (

    select
        named.source,
        named.table_name,
        named.row_id,
        named.customer_id,
        named.occurred_at,
        case
            when named._matched_by in ('conflict', 'shared') then named._matched_by
            when customers.customer_id is null then 'unmatched'
            else coalesce(named._matched_by, 'customer_id')
        end as matched_by

    from named
    left join customers
        on named.customer_id = customers.customer_id

)

select
    *,
    matched_by in ('customer_id', 'source_id', 'email', 'phone') as is_matched

from matched
