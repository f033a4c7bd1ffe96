-- sqlfluff:exclude_rules:LT02
-- Customers from whom an amount recurred at the end of a month, and what recurs from the same
-- twelve months later. Both are converted at the rate of the later month's last day.
{%- set monthly = ratio('closed.recurring_amount', 'closed.billing_months') %}
with

closed as (

    select
        *,
        -- Twelve months are 365 or 366 days: the 367th day from the first is in the month meant.
        {{ start_of('month', date_plus_days('month_start', 366)) }} as year_later_start

    from {{ ref('int_contract_months_closed') }}

),

rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

balanced as (

    select
        closed.customer_id,
        closed.year_later_start as month_start,
        1 as opening_contract_count,
        0 as closing_contract_count,
        {{ base_amount(monthly, 'rates.base_per_unit') }} as opening_amount,
        cast(null as decimal(18, 4)) as closing_amount

    from closed
    left join rates
        on
            closed.currency = rates.currency
            and {{ last_day_of_month('closed.year_later_start') }} >= rates.valid_from
            and {{ last_day_of_month('closed.year_later_start') }} < rates.valid_to
    where {{ last_day_of_month('closed.year_later_start') }} <= closed.known_until

    union all

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

),

counted as (

    select
        customer_id,
        month_start,
        -- The first day of the first of the twelve months.
        cast(
            {{ start_of('month', date_plus_days('month_start', -334)) }} as timestamp
        ) as year_started_at,
        cast(sum(opening_contract_count) as bigint) as opening_contract_count,
        cast(sum(closing_contract_count) as bigint) as closing_contract_count,
        cast(count(opening_amount) as bigint) as opening_amount_count,
        cast(count(closing_amount) as bigint) as closing_amount_count,
        sum(opening_amount) as opening_amount,
        sum(closing_amount) as closing_amount

    from balanced
    group by customer_id, month_start
    having sum(opening_contract_count) > 0

),

-- As in fct_contract_months: an unknown amount makes the sum unknown, no contract makes it 0.
summed as (

    select
        customer_id,
        month_start,
        year_started_at,
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

described as (

    select
        {{ joined_key(['summed.customer_id', 'summed.month_start']) }} as contract_year_id,
        summed.customer_id,
        summed.month_start,
        summed.opening_contract_count,
        summed.closing_contract_count,
        summed.opening_amount,
        summed.closing_amount,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from summed
    {{ as_of_event('summed', 'year_started_at') }}

)

select * from described
