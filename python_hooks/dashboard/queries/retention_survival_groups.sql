-- How long half of a group stays, and whether it differs from the others (log-rank).
select
    relation,
    dimension,
    dimension_value,
    is_suppressed,
    is_small_sample,
    case when not is_suppressed then customer_count end as customer_count,
    case when not is_suppressed then ended_count end as ended_count,
    round(median_days) as median_days,
    round(median_days_low) as median_days_low,
    round(median_days_high) as median_days_high,
    round(p_value, 4) as p_value,
    is_significant
from reporting.retention_survival_groups
order by relation, dimension, dimension_value
