-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The lifecycle stage and the value tier of each customer at the end of each month, from the events
-- until then. A day under contract counts as activity, like a purchase.
{%- set lasting = [
    'customer_id', 'month_start', 'month_end', 'is_deleted', 'is_under_contract', 'purchase_count',
    'net_revenue', 'first_active_on', 'last_purchased_on', 'covered_until',
    'purchase_count_to_date', 'net_revenue_to_date', 'purchase_count_12_months',
    'net_revenue_12_months',
] | join(',\n        ') %}
with

months as (

    select * from {{ ref('int_customer_months_spanned') }}

),

orders as (

    select
        customer_id,
        {{ start_of('month', 'order_date') }} as month_start,
        count(case when is_purchase then 1 end) as purchase_count,
        -- The sum is null if an amount has no exchange rate: without it the sum would be too small.
        case when count(*) = count(net_amount) then sum(net_amount) end as net_revenue,
        min(case when is_purchase then order_date end) as first_purchased_on,
        max(case when is_purchase then order_date end) as last_purchased_on

    from {{ ref('int_orders_converted') }}
    where
        is_revenue
        and customer_id is not null
        {{ where_to_rebuild('customer_id', word='and', customers_only=true) }}
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
        and has_run

),

contracts as (

    select
        customer_id,
        month_start,
        min(starts_on) as first_covered_on,
        max(coalesce(last_day_on, date '9999-12-31')) as covered_until

    from contract_months
    group by customer_id, month_start

),

joined as (

    select
        months.*,
        coalesce(orders.purchase_count, 0) as purchase_count,
        case when orders.customer_id is null then 0 else orders.net_revenue end as net_revenue,
        contracts.customer_id is not null as is_under_contract,
        -- least and greatest ignore nulls, so a month without either value has no date here.
        least(orders.first_purchased_on, contracts.first_covered_on) as first_active_on_in_month,
        orders.last_purchased_on as last_purchased_on_in_month,
        contracts.covered_until as covered_until_in_month

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

-- One pass over the months. The first month of a customer has nulls in `before`.
accumulated as (

    select
        *,
        min(first_active_on_in_month) over so_far as first_active_on,
        max(last_purchased_on_in_month) over so_far as last_purchased_on,
        max(covered_until_in_month) over so_far as covered_until,
        max(last_purchased_on_in_month) over before as previous_last_purchased_on,
        max(covered_until_in_month) over before as previous_covered_until,
        cast(sum(purchase_count) over so_far as bigint) as purchase_count_to_date,
        case
            when count(*) over so_far = count(net_revenue) over so_far
                then sum(net_revenue) over so_far
        end as net_revenue_to_date,
        cast(sum(purchase_count) over last_12_months as bigint) as purchase_count_12_months,
        case
            when count(*) over last_12_months = count(net_revenue) over last_12_months
                then sum(net_revenue) over last_12_months
        end as net_revenue_12_months

    from joined
    window
        so_far as (
            partition by customer_id order by month_start
            rows between unbounded preceding and current row
        ),
        before as (
            partition by customer_id order by month_start
            rows between unbounded preceding and 1 preceding
        ),
        last_12_months as (
            partition by customer_id order by month_start
            rows between 11 preceding and current row
        )

),

-- Facts of a month that do not depend on the day.
known as (

    select
        {{ lasting }},
        looked_at_on,
        is_complete,
        -- The months of a customer have no gap, so the month before ended one day before this one.
        greatest(
            previous_last_purchased_on,
            case
                when previous_covered_until is not null
                    then least(previous_covered_until, {{ date_plus_days('month_start', -1) }})
            end
        ) as previous_last_active_on

    from accumulated
    {%- if is_increment() %}

    union all

    -- The current month is measured as of today, so its previous stage comes from the month before.
    select
        {{ lasting }},
        least(months.month_end, as_of.as_of_date) as looked_at_on,
        months.month_end <= as_of.as_of_date as is_complete,
        months.previous_last_active_on
    from {{ this }} as months
    cross join {{ ref('int_as_of') }} as as_of
    where
        {{ date_plus_days('months.month_end', 1) }} >= {{ start_of('month', 'as_of.as_of_date') }}
        and not {{ is_to_rebuild('months.customer_id', customers_only=true) }}
    {%- endif %}

),

aged as (

    select
        *,
        greatest(
            last_purchased_on,
            case when covered_until is not null then least(covered_until, looked_at_on) end
        ) as last_active_on,
        {{ days_between('previous_last_active_on', 'month_start') }} - 1 as previous_recency_days

    from known

),

dated as (

    select
        *,
        {{ days_between('last_active_on', 'looked_at_on') }} as recency_days

    from aged

),

rhythms as (

    select * from {{ ref('int_yearly_rhythms_found') }}

),

thresholds as (

    select
        max(case when threshold = 'at_risk_after' then days end) as at_risk_after_days,
        max(case when threshold = 'lapsed_after' then days end) as lapsed_after_days,
        max(case when threshold = 'new_for' then days end) as new_for_days

    from {{ ref('lifecycle_thresholds') }}

),

-- A customer who buys once a year is judged by this rhythm, in the month and in the one before.
limited as (

    select
        dated.*,
        thresholds.new_for_days,
        coalesce(rhythms.at_risk_after_days, thresholds.at_risk_after_days) as at_risk_after_days,
        coalesce(rhythms.lapsed_after_days, thresholds.lapsed_after_days) as lapsed_after_days,
        coalesce(previous_rhythms.lapsed_after_days, thresholds.lapsed_after_days)
            as previous_lapsed_after_days

    from dated
    cross join thresholds
    left join rhythms
        on
            dated.customer_id = rhythms.customer_id
            and dated.looked_at_on >= rhythms.season_began_on
            and (
                rhythms.next_season_began_on is null
                or dated.looked_at_on < rhythms.next_season_began_on
            )
    left join rhythms as previous_rhythms
        on
            dated.customer_id = previous_rhythms.customer_id
            and dated.month_start > previous_rhythms.season_began_on
            and (
                previous_rhythms.next_season_began_on is null
                or dated.month_start <= previous_rhythms.next_season_began_on
            )

),

staged as (

    select
        *,
        {{ days_between('first_active_on', 'looked_at_on') }}
        <= new_for_days as is_new,
        case
            when first_active_on is null then 'prospect'
            when is_deleted then 'lapsed'
            when {{ start_of('month', 'first_active_on') }} = month_start then 'new'
            when recency_days > lapsed_after_days then 'lapsed'
            when recency_days > at_risk_after_days then 'at_risk'
            when
                (purchase_count > 0 or is_under_contract)
                and previous_recency_days > previous_lapsed_after_days
                then 'reactivated'
            else 'active'
        end as lifecycle_stage

    from limited

),

-- One row each, so that a CASE scores a customer-month, not a join.
score_limits as (

    select
        {%- for score in [5, 4, 3, 2] %}
        max(case when score = {{ score }} then maximum_recency_days end) as recency_{{ score }},
        max(case when score = {{ score }} then minimum_purchase_count end) as frequency_{{ score }},
        max(case when score = {{ score }} then minimum_revenue end) as money_{{ score }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from {{ ref('rfm_scores') }}

),

tier_limits as (

    select
        max(case when value_tier = 'vip' then minimum_rfm_score end) as vip_from,
        max(case when value_tier = 'core' then minimum_rfm_score end) as core_from

    from {{ ref('value_tiers') }}

),

scored as (

    select
        staged.*,
        case
            when staged.purchase_count_to_date = 0 then null
            {%- for score in [5, 4, 3, 2] %}
            when staged.recency_days <= score_limits.recency_{{ score }} then {{ score }}
            {%- endfor %}
            else 1
        end as recency_score,
        case
            when staged.purchase_count_to_date = 0 then null
            {%- for score in [5, 4, 3, 2] %}
            when staged.purchase_count_12_months >= score_limits.frequency_{{ score }}
                then {{ score }}
            {%- endfor %}
            else 1
        end as frequency_score,
        case
            when staged.purchase_count_to_date = 0 or staged.net_revenue_12_months is null
                then null
            {%- for score in [5, 4, 3, 2] %}
            when staged.net_revenue_12_months >= score_limits.money_{{ score }} then {{ score }}
            {%- endfor %}
            else 1
        end as money_score

    from staged
    cross join score_limits

),

tiered as (

    select
        scored.*,
        case
            when scored.purchase_count_to_date = 0 then null
            when scored.lifecycle_stage = 'lapsed' then 'lapsed'
            when scored.is_new then 'new'
            when scored.money_score is null then null
            when
                scored.recency_score + scored.frequency_score + scored.money_score
                >= tier_limits.vip_from
                then 'vip'
            when
                scored.recency_score + scored.frequency_score + scored.money_score
                >= tier_limits.core_from
                then 'core'
            else 'regular'
        end as value_tier

    from scored
    cross join tier_limits

),

classified as (

    select
        customer_id,
        month_start,
        month_end,
        is_complete,
        lifecycle_stage,
        lag(lifecycle_stage) over in_time as previous_lifecycle_stage,
        value_tier,
        lag(value_tier) over in_time as previous_value_tier,
        recency_score,
        frequency_score,
        money_score,
        is_under_contract,
        is_deleted,
        purchase_count,
        net_revenue,
        first_active_on,
        last_purchased_on,
        covered_until,
        last_active_on,
        previous_last_active_on,
        recency_days,
        lapsed_after_days,
        purchase_count_to_date,
        net_revenue_to_date,
        purchase_count_12_months,
        net_revenue_12_months

    from tiered
    window in_time as (partition by customer_id order by month_start)

)

select * from classified
{{ where_to_rebuild('customer_id') }}
