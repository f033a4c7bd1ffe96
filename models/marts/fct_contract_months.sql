-- sqlfluff:exclude_rules:LT02
-- The recurring amount of a customer at the start and at the end of each month.
with

-- The closing amount of a month is the opening amount of the next.
{{ contracts_balanced(date_plus_days('month_end', 1)) }},

begun as (

    select
        *,
        {{ moment_of_local_time('month_start') }} as month_started_at,
        min(case when closing_contract_count > 0 then month_start end) over (
            partition by customer_id
        ) as first_paid_month

    from summed

),

moved as (

    select
        *,
        case
            when opening_amount is null or closing_amount is null then null
            when closing_amount = opening_amount then 'unchanged'
            when opening_contract_count = 0 and month_start = first_paid_month then 'new'
            when opening_contract_count = 0 then 'reactivation'
            when closing_contract_count = 0 then 'churn'
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
