select
    customer_id, call_rank, next_best_action_en, next_best_action_zh, reason_en, reason_zh,
    offer_en, offer_zh, offer_reason_en, offer_reason_zh,
    cast(value_at_stake as double) as value_at_stake,
    cast(churn_probability as double) as churn_probability, probability_by,
    cast(expected_loss as double) as expected_loss,
    cast(call_win_share as double) as call_win_share,
    cast(expected_win as double) as expected_win, ranked_by, health_band, inactive_days, lifecycle_stage,
    value_tier, segment, region
from reporting.churn_watchlist
order by call_rank
