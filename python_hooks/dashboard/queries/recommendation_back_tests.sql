-- How each way to choose offers would have done, for the first three of all that customers bought.
select
    item_kind,
    method,
    learned_until,
    judged_until,
    customer_count,
    is_suppressed,
    round(hit_rate, 4) as hit_rate,
    round(hit_rate_low, 4) as hit_rate_low,
    round(hit_rate_high, 4) as hit_rate_high,
    round(recall, 4) as recall,
    round(recall_low, 4) as recall_low,
    round(recall_high, 4) as recall_high,
    round(item_to_item_lead, 4) as item_to_item_lead,
    round(item_to_item_lead_low, 4) as item_to_item_lead_low,
    round(item_to_item_lead_high, 4) as item_to_item_lead_high,
    is_published
from reporting.recommendation_back_tests
where
    target = 'any_item'
    and list_length = 3
order by item_kind, method
