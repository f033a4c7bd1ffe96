-- Whether some customers follow promotions, or quick replies: groups with evidence, or why there are none.
select
    sensitivity,
    verdict,
    customer_count,
    round(100 * customer_share, 1) as customer_percent,
    round(difference_points, 1) as difference_points,
    round(difference_points_low, 1) as difference_points_low,
    round(difference_points_high, 1) as difference_points_high,
    message,
    message_zh
from reporting.sensitive_groups
order by sensitivity
