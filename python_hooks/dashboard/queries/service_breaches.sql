-- Broken promises: by month with one of team, channel and hour, and of all time with up to two.
-- Too few promises: neither rate nor counts.
with

chosen as (

    select
        *,
        case when team = 'all' then 0 else 1 end
        + case when channel = 'all' then 0 else 1 end
        + case when hour = 'all' then 0 else 1 end as cut_count

    from reporting.service_breaches

)

select
    commitment,
    label,
    label_zh,
    period,
    period_start,
    team,
    channel,
    hour,
    is_suppressed,
    case when not is_suppressed then promise_count end as promise_count,
    case when not is_suppressed then breach_count end as breach_count,
    case when not is_suppressed then open_breach_count end as open_breach_count,
    round(breach_rate, 4) as breach_rate,
    round(breach_rate_low, 4) as breach_rate_low,
    round(breach_rate_high, 4) as breach_rate_high,
    case when not is_suppressed then round(median_late_minutes) end as median_late_minutes
from chosen
where cut_count <= 2
order by commitment, period, period_start, team, channel, hour
