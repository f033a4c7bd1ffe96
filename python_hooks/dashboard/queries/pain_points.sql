-- Causes of low satisfaction, and the action that aims at each.
select
    cause_rank,
    metric,
    dimension,
    dimension_value,
    dimension_2,
    dimension_2_value,
    label,
    label_zh,
    round(cost_points, 2) as cost_points,
    low_since,
    has_action,
    action_title,
    action_status,
    action_started_on,
    action_verdict,
    days_to_action,
    message,
    message_zh
from reporting.pain_points
order by has_action, metric, cause_rank
