select
    cohort_month, month_start as month, months_since, customer_count, retained_count,
    retention_rate, retention_rate_low, retention_rate_high, net_revenue
from reporting.retention_cohorts
where not is_suppressed and retention_rate is not null
order by cohort_month, months_since
