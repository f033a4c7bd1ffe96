-- Of one dimension at a time, without hours of the day.
select
    label as promise_en, label_zh as promise_zh, period, period_start as month, team, channel,
    promise_count, breach_count, open_breach_count, breach_rate, breach_rate_low, breach_rate_high,
    median_late_minutes
from reporting.service_breaches
where hour = 'all' and (team = 'all' or channel = 'all') and not is_suppressed
order by period, period_start desc, commitment, team, channel
