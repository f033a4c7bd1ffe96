-- Promises kept and broken (service_commitments), by the team and channel of the ticket and by the
-- hour at which the promise ended. A promise counts once its outcome is known: when it was kept, or
-- when its time had passed. So an open ticket breaks its promise at that moment.
with

tickets as (

    select
        tickets.*,
        as_of.as_of

    from {{ ref('fct_tickets') }} as tickets
    cross join {{ ref('int_as_of') }} as as_of

),

promises as (

    select
        'first_response' as commitment,
        team,
        channel,
        first_response_due_at as due_at,
        coalesce(first_agent_reply_at, solved_at) as kept_at,
        is_solved,
        as_of

    from tickets
    union all
    select
        'resolution' as commitment,
        team,
        channel,
        resolution_due_at as due_at,
        solved_at as kept_at,
        is_solved,
        as_of

    from tickets

),

known as (

    select
        commitment,
        coalesce(team, 'unknown') as team,
        coalesce(channel, 'unknown') as channel,
        extract(hour from {{ local_time('due_at') }}) as due_hour,
        cast({{ start_of('month', local_time('due_at')) }} as date) as month_start,
        case when kept_at <= due_at then 0 else 1 end as is_breached,
        case when kept_at is null then 1 else 0 end as is_open,
        case
            when kept_at <= due_at then null
            else {{ minutes_between('due_at', 'coalesce(kept_at, as_of)') }}
        end as late_minutes

    from promises
    where
        due_at is not null
        and (kept_at is not null or (due_at < as_of and not is_solved))

),

slices as (
    {% for by_month, by_team, by_channel, by_hour in [
        (0, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (0, 1, 1, 0), (0, 1, 0, 1),
        (0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0), (1, 0, 0, 1),
    ] %}
    {{ 'union all' if not loop.first }}
    select
        {{ by_month }} as by_month,
        {{ by_team }} as by_team,
        {{ by_channel }} as by_channel,
        {{ by_hour }} as by_hour
    {% endfor %}
),

placed as (

    select
        known.commitment,
        case when slices.by_month = 1 then 'month' else 'all' end as period,
        case when slices.by_month = 1 then known.month_start end as period_start,
        case when slices.by_team = 1 then known.team else 'all' end as team,
        case when slices.by_channel = 1 then known.channel else 'all' end as channel,
        case
            when slices.by_hour = 1 and known.due_hour < 10
                then '0' || cast(cast(known.due_hour as integer) as string)
            when slices.by_hour = 1 then cast(cast(known.due_hour as integer) as string)
            else 'all'
        end as hour,
        known.is_breached,
        known.is_open,
        known.late_minutes

    from known
    cross join slices
    -- A team or channel with that name is not the total.
    where
        not (slices.by_team = 1 and known.team = 'all')
        and not (slices.by_channel = 1 and known.channel = 'all')

),

counted as (

    select
        commitment,
        period,
        period_start,
        team,
        channel,
        hour,
        count(*) as promise_count,
        cast(sum(is_breached) as bigint) as breach_count,
        cast(sum(is_breached * is_open) as bigint) as open_breach_count,
        {{ median_of('late_minutes') }} as median_late_minutes

    from placed
    group by commitment, period, period_start, team, channel, hour

),

labelled as (

    select
        commitment,
        case commitment when 'first_response' then 'First response' else 'Resolution' end as label,
        case commitment when 'first_response' then '首次响应' else '解决' end as label_zh,
        period,
        period_start,
        team,
        channel,
        hour,
        promise_count,
        breach_count,
        open_breach_count,
        promise_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        case
            when promise_count >= {{ var('minimum_event_counts').hidden }}
                then {{ ratio('breach_count', 'promise_count') }}
        end as breach_rate,
        case
            when promise_count >= {{ var('minimum_event_counts').hidden }}
                then {{ wilson_bound('breach_count', 'promise_count', 'low') }}
        end as breach_rate_low,
        case
            when promise_count >= {{ var('minimum_event_counts').hidden }}
                then {{ wilson_bound('breach_count', 'promise_count', 'high') }}
        end as breach_rate_high,
        case
            when breach_count >= {{ var('minimum_event_counts').hidden }} then median_late_minutes
        end as median_late_minutes

    from counted

)

select * from labelled
order by commitment, period, period_start, team, channel, hour
