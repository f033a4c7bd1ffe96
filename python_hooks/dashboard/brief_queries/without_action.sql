-- Low slices that no action aims at, the dearest of them, and of how many.
select
    label, label_zh, low_since, cost_points,
    count(*) over () as found_count
from reporting.pain_points
where not has_action
order by cost_points desc nulls last, metric, cause_rank
limit 1
