-- A model that ranks customers no better than the days since their last activity is not worth its
-- effort. The test uses the 95 % interval of the difference, out-of-sample. Severity warn: the
-- scores are correct, but readers should not trust them more than recency.
{{ config(severity='warn') }}
select
    customer_group,
    score,
    auc,
    auc_beyond_recency,
    auc_beyond_recency_low,
    auc_beyond_recency_high
from {{ ref('health_backtest') }}
where
    score = 'model'
    and is_distinct_group
    and not coalesce(is_better_than_recency, false)
