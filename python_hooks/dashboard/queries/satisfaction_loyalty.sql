-- What customers did after an answer or a complaint, by score or time to the first reply.
select
    kind,
    metric,
    scale,
    band_rank,
    band,
    band_zh,
    label,
    label_zh,
    outcome,
    case when not is_suppressed then customer_count end as customer_count,
    round(outcome_percent, 2) as outcome_percent,
    round(outcome_percent_low, 2) as outcome_percent_low,
    round(outcome_percent_high, 2) as outcome_percent_high,
    round(all_percent, 2) as all_percent,
    comparison
from reporting.satisfaction_loyalty
order by kind, metric, scale, outcome, band_rank
