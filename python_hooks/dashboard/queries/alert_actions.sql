-- Slices with an open alert for the worse, by their gravest one, and the newest action that aims at
-- them: of the same metric, on the same slice or where either is the whole company. Actions that
-- were dropped, or over before the alert began, do not count.
with

alerts as (

    select
        *,
        case severity when 'critical' then 0 when 'warning' then 1 else 2 end as gravity

    from reporting.alerts
    where is_open and direction = 'worse'

),

ranked as (

    select
        *,
        row_number() over (
            partition by metric, dimension, dimension_value
            order by gravity asc, since_on asc, alert_key asc
        ) as place

    from alerts

),

gravest as (

    select * from ranked
    where place = 1

),

aimed as (

    select
        gravest.alert_key,
        actions.title,
        actions.action_status,
        actions.verdict,
        row_number() over (
            partition by gravest.alert_key
            order by actions.started_on desc, actions.action_id asc
        ) as place

    from gravest
    inner join reporting.action_effects as actions
        on
            gravest.metric = actions.metric
            and actions.action_status <> 'dropped'
            and coalesce(actions.finished_on, gravest.since_on) >= gravest.since_on
            and (
                gravest.dimension = 'all'
                or actions.dimension = 'all'
                or (
                    gravest.dimension = actions.dimension
                    and gravest.dimension_value = actions.dimension_value
                )
            )

)

select
    gravest.metric,
    gravest.dimension,
    gravest.dimension_value,
    gravest.kind,
    gravest.severity,
    gravest.owner,
    gravest.since_on,
    aimed.title as action_title,
    aimed.action_status,
    aimed.verdict as action_verdict,
    gravest.message,
    gravest.message_zh
from gravest
left join aimed
    on gravest.alert_key = aimed.alert_key and aimed.place = 1
order by
    case when aimed.title is null then 0 else 1 end,
    gravest.gravity,
    gravest.since_on,
    gravest.metric,
    gravest.dimension,
    gravest.dimension_value
