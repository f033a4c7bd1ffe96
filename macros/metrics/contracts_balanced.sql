{#-
    The CTEs up to `summed`: the recurring amount of a customer at the end of a closed month and in
    a later month. The later month begins at `later_month_start`, an expression of `closed`. Both
    amounts are converted at the rate of the last day of the later month. A change of the exchange
    rate is then no expansion or contraction.
-#}
{% macro contracts_balanced(later_month_start) -%}
{%- set monthly = ratio('closed.recurring_amount', 'closed.billing_months') -%}
closed as (

    select
        *,
        {{ later_month_start }} as later_month_start

    from {{ ref('int_contract_months_closed') }}

),

rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

balanced as (

    select
        closed.customer_id,
        closed.later_month_start as month_start,
        1 as opening_contract_count,
        0 as closing_contract_count,
        {{ base_amount(monthly, 'rates.base_per_unit') }} as opening_amount,
        cast(null as decimal(18, 4)) as closing_amount

    from closed
    left join rates
        on
            closed.currency = rates.currency
            and {{ last_day_of_month('closed.later_month_start') }} >= rates.valid_from
            and {{ last_day_of_month('closed.later_month_start') }} < rates.valid_to
    where {{ last_day_of_month('closed.later_month_start') }} <= closed.known_until

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
        cast(sum(opening_contract_count) as bigint) as opening_contract_count,
        cast(sum(closing_contract_count) as bigint) as closing_contract_count,
        cast(count(opening_amount) as bigint) as opening_amount_count,
        cast(count(closing_amount) as bigint) as closing_amount_count,
        sum(opening_amount) as opening_amount,
        sum(closing_amount) as closing_amount

    from balanced
    group by customer_id, month_start

),

-- The sum is null if the amount of one contract is unknown: without it the sum would be too small.
-- Without any contract it is 0.
summed as (

    select
        customer_id,
        month_start,
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

)
{%- endmacro %}
