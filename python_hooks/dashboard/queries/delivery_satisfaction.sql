-- Satisfied customers by how late the delivery was when they answered.
select
    metric,
    band_rank,
    label,
    label_zh,
    case when not is_suppressed then customer_count end as customer_count,
    round(satisfied_percent, 2) as satisfied_percent,
    round(satisfied_percent_low, 2) as satisfied_percent_low,
    round(satisfied_percent_high, 2) as satisfied_percent_high,
    round(all_percent, 2) as all_percent,
    comparison
from reporting.delivery_satisfaction
order by metric, band_rank
