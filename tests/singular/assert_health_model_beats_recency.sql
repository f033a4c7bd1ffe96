-- A model that ranks customers no better than the days since their last activity is not worth its
-- trouble. Judged by the whole 95 % interval of the difference, on customers it had not learned
-- from. warn: the scores are no worse than they say, but nobody should trust them more than
-- recency.
{{ config(severity='warn') }}
select
    score,
    auc,
    auc_beyond_recency,
    auc_beyond_recency_low,
    auc_beyond_recency_high
from {{ ref('health_backtest') }}
where
    score = 'model'
    and not coalesce(is_better_than_recency, false)
