-- Who buys a product category again within so many days; the best category first.
with

ranked as (

    select
        *,
        max(case when window_days = 180 then repurchase_rate end)
            over (partition by product_category) as rate_of_category

    from reporting.repurchase_by_category

)

select
    product_category,
    window_days,
    is_suppressed,
    case when not is_suppressed then followed_count end as followed_count,
    case when not is_suppressed then repurchased_count end as repurchased_count,
    round(repurchase_rate, 4) as repurchase_rate,
    round(repurchase_rate_low, 4) as repurchase_rate_low,
    round(repurchase_rate_high, 4) as repurchase_rate_high,
    case when not is_suppressed then round(cycle_days) end as cycle_days,
    case when not is_suppressed then round(cycle_days_low) end as cycle_days_low,
    case when not is_suppressed then round(cycle_days_high) end as cycle_days_high
from ranked
order by rate_of_category desc nulls last, product_category asc, window_days asc
