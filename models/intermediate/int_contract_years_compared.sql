-- sqlfluff:exclude_rules:LT02
-- Customers with a recurring amount at the end of a month, and the amount of the same customers
-- twelve months later.
with

-- Twelve months have 365 or 366 days, so the 367th day is in the later month.
{{ contracts_balanced(start_of('month', date_plus_days('month_start', 366))) }},

paying as (

    select
        *,
        -- The first day of the first of the twelve months.
        cast(
            {{ start_of('month', date_plus_days('month_start', -334)) }} as timestamp
        ) as year_started_at

    from summed
    where opening_contract_count > 0

),

described as (

    select
        {{ joined_key(['paying.customer_id', 'paying.month_start']) }} as contract_year_id,
        paying.customer_id,
        paying.month_start,
        paying.opening_contract_count,
        paying.closing_contract_count,
        paying.opening_amount,
        paying.closing_amount,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from paying
    {{ as_of_event('paying', 'year_started_at') }}

)

select * from described
