-- What recurs from a customer at the start and at the end of each month. A month counts when the
-- days of grace after it are over: until then nobody knows who renews and who has left.
with

contracts as (

    select * from {{ ref('int_contracts_renewed') }}

),

as_of as (

    select
        {{ date_plus_days('as_of_date', 0 - var('renewal_grace_days')) }} as known_until

    from {{ ref('int_as_of') }}

),

-- Without an exchange rate a renewal would look like a loss: such a customer is left out.
priced as (

    select
        customer_id,
        count(*) as contract_count,
        count(monthly_amount) as priced_count

    from contracts
    group by customer_id

),

spanned as (

    select
        contracts.customer_id,
        contracts.monthly_amount,
        contracts.recurs_until,
        as_of.known_until,
        {{ series_of_dates(
            start_of('month', 'contracts.starts_on'),
            start_of('month', 'least(contracts.recurs_until, as_of.known_until)'),
            'month'
        ) }} as month_start

    from contracts
    cross join as_of
    inner join priced
        on contracts.customer_id = priced.customer_id
    where
        priced.contract_count = priced.priced_count
        and (contracts.recurs_until is null or contracts.recurs_until >= contracts.starts_on)

),

closed as (

    select
        customer_id,
        month_start,
        {{ date_plus_days(last_day_of_month('month_start'), 1) }} as next_month_start,
        known_until,
        monthly_amount

    from spanned
    where
        {{ last_day_of_month('month_start') }} <= known_until
        and (recurs_until is null or recurs_until >= {{ last_day_of_month('month_start') }})

),

-- What a month ends with, the next one begins with.
balanced as (

    select
        customer_id,
        month_start,
        0 as opening_contract_count,
        1 as closing_contract_count,
        cast(0 as decimal(18, 4)) as opening_amount,
        monthly_amount as closing_amount

    from closed

    union all

    select
        customer_id,
        next_month_start as month_start,
        1 as opening_contract_count,
        0 as closing_contract_count,
        monthly_amount as opening_amount,
        cast(0 as decimal(18, 4)) as closing_amount

    from closed
    where {{ last_day_of_month('next_month_start') }} <= known_until

),

summed as (

    select
        customer_id,
        month_start,
        {{ moment_of_local_time('month_start') }} as month_started_at,
        cast(sum(opening_contract_count) as bigint) as opening_contract_count,
        cast(sum(closing_contract_count) as bigint) as closing_contract_count,
        cast(sum(opening_amount) as decimal(18, 4)) as opening_amount,
        cast(sum(closing_amount) as decimal(18, 4)) as closing_amount

    from balanced
    group by customer_id, month_start

),

begun as (

    select
        *,
        min(case when closing_amount > 0 then month_start end) over (
            partition by customer_id
        ) as first_paid_month

    from summed

),

moved as (

    select
        *,
        case
            when closing_amount = opening_amount then 'unchanged'
            when opening_amount = 0 and month_start = first_paid_month then 'new'
            when opening_amount = 0 then 'reactivation'
            when closing_amount = 0 then 'churn'
            when closing_amount > opening_amount then 'expansion'
            else 'contraction'
        end as movement

    from begun

),

described as (

    select
        {{ joined_key(['moved.customer_id', 'moved.month_start']) }} as contract_month_id,
        moved.customer_id,
        moved.month_start,
        moved.opening_contract_count,
        moved.closing_contract_count,
        moved.opening_amount,
        moved.closing_amount,
        moved.movement,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from moved
    {{ as_of_event('moved', 'month_started_at') }}

)

select * from described
