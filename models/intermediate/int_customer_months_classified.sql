-- The lifecycle state and the value tier of each customer at the end of each month, from what had
-- happened by then. A day under contract counts as activity, like a purchase.
with

months as (

    select * from {{ ref('int_customer_months_spanned') }}

),

orders as (

    select
        customer_id,
        {{ start_of('month', 'order_date') }} as month_start,
        count(*) as purchase_count,
        sum(net_amount) as net_revenue,
        min(order_date) as first_active_on,
        max(order_date) as last_active_on

    from {{ ref('int_orders_converted') }}
    where is_purchase and customer_id is not null
    group by customer_id, {{ start_of('month', 'order_date') }}

),

contract_months as (

    select
        customer_id,
        starts_on,
        last_day_on,
        {{ series_of_dates(
            start_of('month', 'starts_on'),
            start_of('month', 'coalesce(last_day_on, as_of.as_of_date)'),
            'month'
        ) }} as month_start

    from {{ ref('int_contracts_ended') }}
    cross join {{ ref('int_as_of') }} as as_of
    where
        starts_on <= as_of.as_of_date
        -- One cancelled before its first day never ran.
        and (last_day_on is null or last_day_on >= starts_on)

),

contracts as (

    select
        customer_id,
        month_start,
        min(starts_on) as first_active_on,
        max(coalesce(last_day_on, date '9999-12-31')) as covered_until

    from contract_months
    group by customer_id, month_start

),

joined as (

    select
        months.*,
        coalesce(orders.purchase_count, 0) as purchase_count,
        coalesce(orders.net_revenue, 0) as net_revenue,
        contracts.customer_id is not null as is_under_contract,
        -- least and greatest pass over nulls, so a month without a contract is asked for first.
        least(orders.first_active_on, contracts.first_active_on) as first_active_on_in_month,
        greatest(
            orders.last_active_on,
            case
                when contracts.covered_until < months.looked_at_on then contracts.covered_until
                when contracts.covered_until is not null then months.looked_at_on
            end
        ) as last_active_on_in_month

    from months
    left join orders
        on
            months.customer_id = orders.customer_id
            and months.month_start = orders.month_start
    left join contracts
        on
            months.customer_id = contracts.customer_id
            and months.month_start = contracts.month_start

),

accumulated as (

    select
        *,
        min(first_active_on_in_month) over so_far as first_active_on,
        max(last_active_on_in_month) over so_far as last_active_on,
        sum(purchase_count) over so_far as purchase_count_to_date,
        sum(net_revenue) over so_far as net_revenue_to_date,
        sum(net_revenue) over last_12_months as net_revenue_12_months,
        sum(purchase_count) over last_12_months as purchase_count_12_months

    from joined
    window
        so_far as (
            partition by customer_id order by month_start
            rows between unbounded preceding and current row
        ),
        last_12_months as (
            partition by customer_id order by month_start
            rows between 11 preceding and current row
        )

),

aged as (

    select
        *,
        {{ days_between('last_active_on', 'looked_at_on') }} as recency_days,
        lag({{ days_between('last_active_on', 'looked_at_on') }}) over in_time
            as previous_recency_days,
        lag(month_start) over in_time as previous_month_start

    from accumulated
    window in_time as (partition by customer_id order by month_start)

),

thresholds as (

    select
        max(case when threshold = 'at_risk_after' then days end) as at_risk_after_days,
        max(case when threshold = 'lapsed_after' then days end) as lapsed_after_days

    from {{ ref('lifecycle_thresholds') }}

),

staged as (

    select
        aged.*,
        case
            when aged.first_active_on is null then 'prospect'
            when aged.is_deleted then 'lapsed'
            when {{ start_of('month', 'aged.first_active_on') }} = aged.month_start then 'new'
            when aged.recency_days > thresholds.lapsed_after_days then 'lapsed'
            when aged.recency_days > thresholds.at_risk_after_days then 'at_risk'
            when
                aged.last_active_on_in_month is not null
                and aged.previous_recency_days > thresholds.lapsed_after_days
                then 'reactivated'
            else 'active'
        end as lifecycle_stage

    from aged
    cross join thresholds

),

tiers as (

    select
        value_tier,
        -- The lowest tier also holds whoever got back more than they paid.
        case
            when row_number() over (order by minimum_revenue) > 1 then minimum_revenue
        end as from_revenue,
        lead(minimum_revenue) over (order by minimum_revenue) as below_revenue

    from {{ ref('value_tiers') }}

),

classified as (

    select
        staged.customer_id,
        staged.month_start,
        staged.month_end,
        staged.is_complete,
        staged.lifecycle_stage,
        lag(staged.lifecycle_stage) over in_time as previous_lifecycle_stage,
        tiers.value_tier,
        lag(tiers.value_tier) over in_time as previous_value_tier,
        staged.is_under_contract,
        staged.purchase_count,
        staged.net_revenue,
        staged.first_active_on,
        staged.last_active_on,
        staged.recency_days,
        staged.purchase_count_to_date,
        staged.net_revenue_to_date,
        staged.purchase_count_12_months,
        staged.net_revenue_12_months

    from staged
    left join tiers
        on
            staged.purchase_count_12_months > 0
            and (tiers.from_revenue is null or staged.net_revenue_12_months >= tiers.from_revenue)
            and (tiers.below_revenue is null or staged.net_revenue_12_months < tiers.below_revenue)
    window in_time as (partition by staged.customer_id order by staged.month_start)

)

select * from classified
