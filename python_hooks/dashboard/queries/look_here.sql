-- What asks for somebody: of each slice the worst open alert, low slices and pain points, breached
-- promises, actions without effect; the most urgent first.
with

months as (

    select max(period_start) as month_start from reporting.metric_values
    where period = 'month' and is_complete and dimension = 'all'

),

alerts as (

    select
        'alert' as kind,
        case severity when 'critical' then 1 when 'warning' then 3 else 6 end as urgency,
        abs(deviations) as weight,
        metric,
        dimension,
        dimension_value,
        owner,
        since_on,
        message,
        message_zh
    from reporting.alerts
    where is_open
    qualify row_number() over (
        partition by metric, dimension, dimension_value order by severity, since_on desc, alert_key
    ) = 1

),

low_slices as (

    select
        'low_slice' as kind,
        2 as urgency,
        gaps.cost_points as weight,
        gaps.metric,
        gaps.dimension,
        gaps.dimension_value,
        catalogue.owner,
        points.low_since as since_on,
        catalogue.label_en || ', ' || gaps.label || ': ' || gaps.message
        || coalesce(' ' || case when not points.has_action then points.message end, '') as message,
        catalogue.label_zh || '，' || gaps.label_zh || '：' || gaps.message_zh
        || coalesce(case when not points.has_action then points.message_zh end, '') as message_zh
    from reporting.satisfaction_gaps as gaps
    inner join reporting.metric_catalogue as catalogue
        on gaps.metric = catalogue.metric
    left join reporting.pain_points as points
        on
            gaps.metric = points.metric
            and gaps.dimension = points.dimension
            and gaps.dimension_value = points.dimension_value
            and gaps.dimension_2 is not distinct from points.dimension_2
            and gaps.dimension_2_value is not distinct from points.dimension_2_value
    where gaps.verdict = 'cause'

),

-- The team that breaks each promise most often in the newest whole month.
breaches as (

    select
        'breach' as kind,
        4 as urgency,
        breaches.breach_count as weight,
        cast(null as varchar) as metric,
        'team' as dimension,
        breaches.team as dimension_value,
        cast(null as varchar) as owner,
        breaches.period_start as since_on,
        breaches.label || ': ' || coalesce(words.label_en, breaches.team) || ' was late in '
        || breaches.breach_count || ' of ' || breaches.promise_count || ' cases in '
        || strftime(breaches.period_start, '%Y-%m') || ' ('
        || printf('%.1f', 100 * breaches.breach_rate) || ' %).' as message,
        breaches.label_zh || '：' || strftime(breaches.period_start, '%Y-%m') || '，'
        || coalesce(words.label_zh, breaches.team) || '在' || breaches.promise_count || '件中有'
        || breaches.breach_count || '件超时（' || printf('%.1f', 100 * breaches.breach_rate)
        || '%）。' as message_zh
    from reporting.service_breaches as breaches
    inner join months
        on breaches.period_start = months.month_start
    left join reporting.dimension_labels as words
        on words.kind = 'team' and breaches.team = words.key
    where
        breaches.period = 'month'
        and breaches.team <> 'all'
        and breaches.channel = 'all'
        and breaches.hour = 'all'
        and not breaches.is_suppressed
        and breaches.breach_count > 0
    qualify row_number() over (
        partition by breaches.commitment order by breaches.breach_rate desc, breaches.team
    ) = 1

),

actions as (

    select
        'action' as kind,
        case when verdict = 'worse' then 2 else 5 end as urgency,
        before_event_count as weight,
        effects.metric,
        effects.dimension,
        effects.dimension_value,
        catalogue.owner,
        effects.started_on as since_on,
        coalesce(words.label_en, effects.title) || ': ' || effects.message as message,
        coalesce(words.label_zh, effects.title) || '：' || effects.message_zh as message_zh
    from reporting.action_effects as effects
    inner join reporting.metric_catalogue as catalogue
        on effects.metric = catalogue.metric
    left join reporting.dimension_labels as words
        on words.kind = 'title' and effects.title = words.key
    where
        effects.action_id = effects.action_group -- an action on several slices is told once
        and (
            effects.verdict = 'worse' or (effects.verdict = 'no change shown' and effects.is_final)
        )

),

all_kinds as (

    select * from alerts
    union all
    select * from low_slices
    union all
    select * from breaches
    union all
    select * from actions

)

select
    row_number() over (
        order by urgency, since_on desc, weight desc nulls last, kind, metric, dimension_value, message
    ) as place,
    kind,
    urgency,
    metric,
    dimension,
    dimension_value,
    owner,
    since_on,
    message,
    message_zh
from all_kinds
order by place
