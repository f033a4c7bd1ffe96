select
    customer_id, call_rank, next_best_action_en, next_best_action_zh, reason_en, reason_zh,
    offer_en, offer_zh, offer_reason_en, offer_reason_zh,
    cast(value_at_stake as double) as value_at_stake,
    cast(churn_probability as double) as churn_probability,
    cast(expected_loss as double) as expected_loss, health_band, inactive_days, lifecycle_stage,
    value_tier, segment, region
from reporting.churn_watchlist
order by call_rank
