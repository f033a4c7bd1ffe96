-- Satisfied customers by store.
select
    metric,
    store,
    case when not is_suppressed then customer_count end as customer_count,
    round(satisfied_percent, 2) as satisfied_percent,
    round(satisfied_percent_low, 2) as satisfied_percent_low,
    round(satisfied_percent_high, 2) as satisfied_percent_high,
    round(all_percent, 2) as all_percent,
    comparison
from reporting.store_satisfaction
order by metric asc, satisfied_percent asc nulls last, store asc
