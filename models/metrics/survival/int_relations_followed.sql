-- How long customers stayed, or have stayed so far. A customer who came back counts up to the first
-- leaving.
with

contracts as (

    select * from {{ ref('fct_contracts') }}
    where
        has_run
        and not is_free

),

customer_months as (

    select months.*
    from {{ ref('fct_customer_months') }} as months
    left join {{ ref('int_customers_preceding_history') }} as preceding
        on months.customer_id = preceding.customer_id
    where
        months.is_complete
        and months.first_active_on is not null
        -- Left out are customers known before the orders begin: their first activity is unknown.
        and preceding.customer_id is null

),

as_of as (

    select
        {{ date_plus_days('as_of_date', 0 - var('renewal_grace_days')) }} as known_until

    from {{ ref('int_as_of') }}

),

-- A contract that is replaced on its first day recurs on no day.
numbered_contracts as (

    select
        *,
        row_number() over in_time as place,
        max(coalesce(recurs_until, date '9999-12-30')) over (
            partition by customer_id
            order by contract_number
            rows between unbounded preceding and 1 preceding
        ) as covered_until_before

    from contracts
    where
        starts_on <= recurs_until
        or recurs_until is null
    window in_time as (partition by customer_id order by contract_number)

),

-- The first contract and those that continue it without a gap of a day.
contracts_from_the_start as (

    select
        *,
        sum(
            case when starts_on > {{ date_plus_days('covered_until_before', 1) }} then 1 else 0 end
        ) over (
            partition by customer_id
            order by contract_number
            rows between unbounded preceding and current row
        ) as gap_count

    from numbered_contracts

),

under_contract as (

    select
        customer_id,
        min(case when place = 1 then segment end) as segment,
        min(case when place = 1 then region end) as region,
        min(case when place = 1 then plan end) as plan,
        min(case when place = 1 then value_tier end) as value_tier,
        min(starts_on) as started_on,
        max(coalesce(recurs_until, date '9999-12-30')) as covered_until

    from contracts_from_the_start
    where gap_count = 0
    group by customer_id

),

-- Activity is known from the first day on; the lifecycle stage at the end of each month.
active as (

    select
        customer_id,
        min(
            case when {{ start_of('month', 'first_active_on') }} = month_start then segment end
        ) as segment,
        min(
            case when {{ start_of('month', 'first_active_on') }} = month_start then region end
        ) as region,
        min(
            case when {{ start_of('month', 'first_active_on') }} = month_start then value_tier end
        ) as value_tier,
        min(first_active_on) as started_on,
        min(case when not is_customer_at_end then month_end end) as ended_on,
        max(month_end) as seen_until

    from customer_months
    group by customer_id

),

united as (

    select
        'contract' as relation,
        under_contract.customer_id,
        under_contract.segment,
        under_contract.region,
        under_contract.plan,
        under_contract.value_tier,
        -- The first day counts as a whole day.
        cast(
            {{ days_between(
                'under_contract.started_on', 'least(under_contract.covered_until, as_of.known_until)'
            ) }} + 1 as integer
        ) as duration_days,
        under_contract.covered_until < as_of.known_until as has_ended

    from under_contract
    cross join as_of
    where under_contract.started_on <= as_of.known_until

    union all

    select
        'customer' as relation,
        customer_id,
        segment,
        region,
        cast(null as string) as plan,
        value_tier,
        cast(
            {{ days_between('started_on', 'coalesce(ended_on, seen_until)') }} as integer
        ) as duration_days,
        ended_on is not null as has_ended

    from active

)

select * from united
