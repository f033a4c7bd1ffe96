-- Slices with an open alert for the worse, by their gravest one, and the action that answers it.
with

ranked as (

    select
        *,
        case severity when 'critical' then 0 when 'warning' then 1 else 2 end as gravity,
        row_number() over (
            partition by metric, dimension, dimension_value
            order by gravity asc, since_on asc, alert_key asc
        ) as place

    from reporting.alert_actions
    where is_open

)

select
    metric,
    dimension,
    dimension_value,
    kind,
    severity,
    owner,
    since_on,
    action_title,
    action_status,
    action_verdict,
    days_to_action,
    message,
    message_zh
from ranked
where place = 1
order by
    case when has_action then 1 else 0 end,
    gravity,
    since_on,
    metric,
    dimension,
    dimension_value
