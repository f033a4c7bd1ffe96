-- The steps of a customer's life with what is lost at each: by channel, and by campaign. The
-- difference is that to all channels in points; above 0 is better, so that it is turned for lapses.
with

steps as (

    select *
    from reporting.lifecycle_funnel
    where channel = 'all' or campaign = 'all'

),

wholes as (

    select
        step,
        rate

    from steps
    where channel = 'all' and campaign = 'all'

)

select
    steps.position,
    steps.step,
    steps.label_en,
    steps.label_zh,
    steps.channel,
    steps.campaign,
    steps.is_suppressed,
    case when not steps.is_suppressed then steps.entered_count end as entered_count,
    case when not steps.is_suppressed then steps.followed_count end as followed_count,
    case when not steps.is_suppressed then steps.reached_count end as reached_count,
    case when not steps.is_suppressed then steps.followed_count - steps.reached_count end
        as lost_count,
    round(steps.rate, 4) as rate,
    round(steps.rate_low, 4) as rate_low,
    round(steps.rate_high, 4) as rate_high,
    round(1 - steps.rate, 4) as lost_rate,
    round(
        case when steps.step = 'lapsed' then -100 else 100 end * (steps.rate - wholes.rate), 1
    ) as difference_points,
    case when not steps.is_suppressed then round(steps.median_days, 1) end as median_days
from steps
left join wholes
    on steps.step = wholes.step
order by steps.position, steps.channel, steps.campaign
