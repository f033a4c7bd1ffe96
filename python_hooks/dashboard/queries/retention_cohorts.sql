-- Who of a month's new customers is still active so many months later; too small cohorts are empty.
select
    cohort_month,
    months_since,
    is_suppressed,
    case when not is_suppressed then customer_count end as customer_count,
    round(retention_rate, 4) as retention_rate,
    round(retention_rate_low, 4) as retention_rate_low,
    round(retention_rate_high, 4) as retention_rate_high
from reporting.retention_cohorts
order by cohort_month, months_since
