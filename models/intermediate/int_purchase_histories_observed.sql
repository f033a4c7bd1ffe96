-- The input of the purchase model for a customer at the end of a period: repeat purchases, time of
-- the last one, and age. Also the purchases of the customer in the holdout days.
with

days as (

    select * from {{ ref('int_purchases_summed_by_day') }}

),

periods as (

    select * from {{ ref('int_purchase_periods_bounded') }}

),

versions as (

    select * from {{ ref('int_customers_versioned') }}

),

placed as (

    select
        periods.fit_period,
        periods.period_end_on,
        periods.holdout_days,
        days.customer_id,
        days.purchased_on,
        days.net_amount,
        days.margin_amount,
        days.is_purchase_day,
        days.purchased_on <= periods.period_end_on as is_known,
        -- The same number of days before the end as in the holdout.
        days.purchased_on <= periods.period_end_on
        and days.purchased_on
        > {{ date_plus_days('periods.period_end_on', '-periods.holdout_days') }} as is_recent

    from days
    cross join periods

),

summed as (

    select
        fit_period,
        period_end_on,
        customer_id,
        min(case when is_known and is_purchase_day then purchased_on end) as first_purchased_on,
        max(case when is_known and is_purchase_day then purchased_on end) as last_purchased_on,
        count(case when is_known and is_purchase_day then 1 end) as purchase_count,
        count(case when is_known then 1 end) as day_count,
        count(case when is_known then net_amount end) as valued_day_count,
        sum(case when is_known then net_amount end) as net_revenue,
        min_by(
            case when is_known and is_purchase_day then coalesce(net_amount, 0) end,
            case when is_known and is_purchase_day then purchased_on end
        ) as first_net_amount,
        case
            when
                count(case when is_known then 1 end)
                = count(case when is_known then margin_amount end)
                then sum(case when is_known then margin_amount end)
        end as margin,
        count(case when is_recent and is_purchase_day then 1 end) as recent_purchase_count,
        case
            when
                count(case when is_recent then 1 end)
                = count(case when is_recent then net_amount end)
                then coalesce(sum(case when is_recent then net_amount end), 0)
        end as recent_net_revenue,
        count(case when not is_known and is_purchase_day then 1 end) as holdout_purchase_count,
        case
            when
                count(case when not is_known then 1 end)
                = count(case when not is_known then net_amount end)
                then coalesce(sum(case when not is_known then net_amount end), 0)
        end as holdout_net_revenue

    from placed
    group by fit_period, period_end_on, customer_id

),

counted as (

    select
        summed.fit_period,
        summed.customer_id,
        versions.segment,
        summed.first_purchased_on,
        summed.last_purchased_on,
        summed.purchase_count - 1 as repeat_purchase_count,
        {{ days_between('summed.first_purchased_on', 'summed.last_purchased_on') }} as recency_days,
        {{ days_between('summed.first_purchased_on', 'summed.period_end_on') }} as age_days,
        case
            when summed.day_count = summed.valued_day_count then summed.net_revenue
        end as net_revenue,
        summed.margin,
        -- The first purchase is left out, as in the papers: it often differs from later ones.
        case
            when summed.day_count = summed.valued_day_count
                then {{ ratio(
                    'summed.net_revenue - summed.first_net_amount', 'summed.purchase_count - 1'
                ) }}
        end as mean_repeat_value,
        summed.recent_purchase_count,
        summed.recent_net_revenue,
        summed.holdout_purchase_count,
        summed.holdout_net_revenue

    from summed
    left join versions
        on
            summed.customer_id = versions.customer_id
            and (
                versions.valid_from is null
                or versions.valid_from
                < {{ moment_of_local_time(date_plus_days('summed.period_end_on', 1)) }}
            )
            and (
                versions.valid_to is null
                or versions.valid_to
                >= {{ moment_of_local_time(date_plus_days('summed.period_end_on', 1)) }}
            )
    where summed.purchase_count > 0

)

select * from counted
