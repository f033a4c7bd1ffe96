-- How well each way to rank customers told who would leave.
select
    customer_group,
    score,
    label_en,
    label_zh,
    first_month_start,
    last_month_start,
    customer_month_count,
    customer_count,
    round(churn_rate, 4) as churn_rate,
    warned_count,
    round(warned_churn_rate, 4) as warned_churn_rate,
    round(warned_lift, 2) as warned_lift,
    round(auc, 4) as auc,
    round(auc_low, 4) as auc_low,
    round(auc_high, 4) as auc_high,
    round(auc_beyond_recency, 4) as auc_beyond_recency,
    round(auc_beyond_recency_low, 4) as auc_beyond_recency_low,
    round(auc_beyond_recency_high, 4) as auc_beyond_recency_high,
    is_better_than_recency,
    round(top_decile_churn_rate, 4) as top_decile_churn_rate,
    round(lift_over_random, 2) as lift_over_random
from reporting.health_backtest
where is_distinct_group
order by
    customer_group asc,
    auc desc nulls last,
    score asc
