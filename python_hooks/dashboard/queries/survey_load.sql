-- Response rates by how much was asked.
select
    aspect,
    position,
    group_value,
    case when not is_suppressed then delivered_count end as delivered_count,
    round(response_rate, 4) as response_rate,
    round(response_rate_low, 4) as response_rate_low,
    round(response_rate_high, 4) as response_rate_high,
    case when not is_suppressed then round(median_seconds) end as median_seconds,
    round(speeder_share, 4) as speeder_share,
    advice
from reporting.survey_load
order by aspect, position nulls last, group_value
