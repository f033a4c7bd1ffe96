-- What became of offers on the list and of others; too few customers have no counts.
select
    item_kind,
    dimension,
    dimension_value,
    learned_until,
    judged_until,
    is_suppressed,
    case when not is_suppressed then listed_offer_count end as listed_offer_count,
    case when not is_suppressed then other_offer_count end as other_offer_count,
    round(listed_acceptance_rate, 4) as listed_acceptance_rate,
    round(other_acceptance_rate, 4) as other_acceptance_rate,
    round(acceptance_difference, 4) as acceptance_difference,
    round(acceptance_difference_low, 4) as acceptance_difference_low,
    round(acceptance_difference_high, 4) as acceptance_difference_high,
    round(listed_revenue_30_days, 3) as listed_revenue_30_days,
    round(other_revenue_30_days, 3) as other_revenue_30_days,
    round(revenue_difference, 3) as revenue_difference,
    round(revenue_difference_low, 3) as revenue_difference_low,
    round(revenue_difference_high, 3) as revenue_difference_high
from reporting.recommendation_outcomes
order by item_kind, dimension, dimension_value
