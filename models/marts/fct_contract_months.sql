-- sqlfluff:exclude_rules:LT02
-- What recurs from a customer at the start and at the end of each month. Both are converted at the
-- rate of the month's last day, so that a change of the rate is no movement of the customer.
{%- set monthly = ratio('closed.recurring_amount', 'closed.billing_months') %}
with

closed as (

    select
        *,
        {{ date_plus_days('month_end', 1) }} as next_month_start

    from {{ ref('int_contract_months_closed') }}

),

rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

-- What a month ends with, the next one begins with.
balanced as (

    select
        closed.customer_id,
        closed.month_start,
        0 as opening_contract_count,
        1 as closing_contract_count,
        cast(null as decimal(18, 4)) as opening_amount,
        {{ base_amount(monthly, 'rates.base_per_unit') }} as closing_amount

    from closed
    left join rates
        on
            closed.currency = rates.currency
            and closed.month_end >= rates.valid_from
            and closed.month_end < rates.valid_to

    union all

    select
        closed.customer_id,
        closed.next_month_start as month_start,
        1 as opening_contract_count,
        0 as closing_contract_count,
        {{ base_amount(monthly, 'rates.base_per_unit') }} as opening_amount,
        cast(null as decimal(18, 4)) as closing_amount

    from closed
    left join rates
        on
            closed.currency = rates.currency
            and {{ last_day_of_month('closed.next_month_start') }} >= rates.valid_from
            and {{ last_day_of_month('closed.next_month_start') }} < rates.valid_to
    where {{ last_day_of_month('closed.next_month_start') }} <= closed.known_until

),

counted as (

    select
        customer_id,
        month_start,
        {{ moment_of_local_time('month_start') }} as month_started_at,
        cast(sum(opening_contract_count) as bigint) as opening_contract_count,
        cast(sum(closing_contract_count) as bigint) as closing_contract_count,
        cast(count(opening_amount) as bigint) as opening_amount_count,
        cast(count(closing_amount) as bigint) as closing_amount_count,
        sum(opening_amount) as opening_amount,
        sum(closing_amount) as closing_amount

    from balanced
    group by customer_id, month_start

),

-- A sum that lacks the amount of one contract would be too little: it is null.
-- Without a contract it is 0.
summed as (

    select
        customer_id,
        month_start,
        month_started_at,
        opening_contract_count,
        closing_contract_count,
        {%- for side in ['opening', 'closing'] %}
        cast(
            case
                when {{ side }}_contract_count = {{ side }}_amount_count
                    then coalesce({{ side }}_amount, 0)
            end as decimal(18, 4)
        ) as {{ side }}_amount{{ ',' if not loop.last }}
        {%- endfor %}

    from counted

),

begun as (

    select
        *,
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
