-- Interest that led to no purchase in time, by step, and by category or channel.
select
    position,
    step,
    product_category,
    channel,
    case when not is_suppressed then event_count end as event_count,
    case when not is_suppressed then not_purchased_count end as not_purchased_count,
    round(1 - purchase_rate, 4) as lost_rate,
    round(1 - purchase_rate_high, 4) as lost_rate_low,
    round(1 - purchase_rate_low, 4) as lost_rate_high,
    round(category_purchase_rate, 4) as category_purchase_rate,
    round(category_purchase_rate_low, 4) as category_purchase_rate_low,
    round(category_purchase_rate_high, 4) as category_purchase_rate_high
from reporting.implicit_feedback
order by position, step, product_category, channel
