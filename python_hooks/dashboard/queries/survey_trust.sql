-- What was sent and came back, and each score as counted and weighted to the customer base.
select
    metric,
    case when not is_suppressed then invitation_count end as invitation_count,
    case when not is_suppressed then invitation_count - bounced_count end as delivered_count,
    case when not is_suppressed then opened_count end as opened_count,
    case when not is_suppressed then responded_count end as responded_count,
    round(response_rate, 4) as response_rate,
    case when not is_suppressed then answer_count end as answer_count,
    case when not is_suppressed then left_out_count end as left_out_count,
    round(raw_value, 4) as raw_value,
    round(raw_low, 4) as raw_low,
    round(raw_high, 4) as raw_high,
    round(design_effect, 2) as design_effect,
    round(raked_value, 4) as raked_value,
    round(raked_low, 4) as raked_low,
    round(raked_high, 4) as raked_high,
    round(effective_count) as effective_count,
    is_converged,
    round(covered_share, 4) as covered_share
from reporting.survey_trust
order by metric
