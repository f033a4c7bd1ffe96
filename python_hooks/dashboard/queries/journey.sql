-- Satisfied answers at each touchpoint in order, and the change against the touchpoint before.
select
    metric,
    touchpoint,
    position,
    label,
    label_zh,
    is_moment_of_truth,
    case when not is_suppressed then answer_count end as answer_count,
    round(satisfied_percent, 2) as satisfied_percent,
    round(satisfied_percent_low, 2) as satisfied_percent_low,
    round(satisfied_percent_high, 2) as satisfied_percent_high,
    previous_touchpoint,
    round(change_points, 2) as change_points,
    round(change_low, 2) as change_low,
    round(change_high, 2) as change_high,
    is_largest_drop
from reporting.journey
where touchpoint is not null
order by position nulls last, touchpoint, metric
