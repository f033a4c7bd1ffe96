-- Whether some customers follow promotions, or quick replies: groups with evidence, or why there are none.
select
    sensitivity,
    customer_count,
    round(difference_points, 1) as difference_points,
    round(difference_points_low, 1) as difference_points_low,
    round(difference_points_high, 1) as difference_points_high,
    message,
    message_zh
from reporting.sensitive_groups
order by sensitivity
