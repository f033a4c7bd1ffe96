-- The team or channel that breaks most promises, where its interval is above the rate of all: of the
-- newest whole month, or else of all time.
with

whole as (

    select * from reporting.service_breaches
    where team = 'all' and channel = 'all' and hour = 'all'

),

newest as (

    select max(period_start) as period_start
    from whole
    where period = 'month' and last_day(period_start) <= cast($as_of_date as date)

),

ranked as (

    select
        slices.*,
        whole.breach_rate as whole_rate,
        case when slices.team = 'all' then 'channel' else 'team' end as dimension
    from reporting.service_breaches as slices
    inner join whole
        on
            slices.commitment = whole.commitment and slices.period = whole.period
            and slices.period_start is not distinct from whole.period_start
    cross join newest
    where
        slices.hour = 'all' and (slices.team = 'all') <> (slices.channel = 'all')
        and slices.breach_rate_low > whole.breach_rate
        and (slices.period = 'all' or slices.period_start = newest.period_start)

)

select
    label, label_zh, period, period_start, dimension,
    case when dimension = 'team' then team else channel end as dimension_value,
    promise_count, breach_count, breach_rate, breach_rate_low, breach_rate_high, whole_rate
from ranked
order by period <> 'month', breach_rate_low desc, commitment, team, channel
limit 1
