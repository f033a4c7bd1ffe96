-- sqlfluff:exclude_rules:ST06
-- The alerts about a worse value, each with the action against it.
with

alerts as (

    select * from {{ ref('alerts') }}
    where
        direction = 'worse'
        and kind <> 'turning_point'

),

actions as (

    select * from {{ ref('action_effects') }}
    where action_status <> 'dropped'

),

matched as (

    select
        alerts.alert_key,
        actions.action_id,
        actions.title,
        actions.action_status,
        actions.started_on,
        actions.verdict,
        row_number() over (
            partition by alerts.alert_key
            order by
                case
                    when {{ is_same_slice('alerts', 'actions') }} then 0
                    else 1
                end asc,
                case when actions.started_on >= alerts.since_on then 0 else 1 end asc,
                abs({{ days_between('alerts.since_on', 'actions.started_on') }}) asc nulls last,
                actions.action_id asc
        ) as place

    from alerts
    inner join actions
        on
            alerts.metric = actions.metric
            -- An action that ended before the alert, or began after its end, is no answer to it.
            and (actions.finished_on is null or alerts.since_on <= actions.finished_on)
            and (
                alerts.closed_on is null
                or actions.started_on is null
                or alerts.closed_on >= actions.started_on
            )
            and (
                alerts.dimension = 'all'
                or actions.dimension = 'all'
                or ({{ is_same_slice('alerts', 'actions') }})
            )

),

answered as (

    select
        alerts.*,
        matched.action_id,
        matched.title,
        matched.action_status,
        matched.started_on,
        matched.verdict,
        case
            when matched.started_on >= alerts.since_on
                then cast({{ days_between('alerts.since_on', 'matched.started_on') }} as integer)
        end as days_to_action

    from alerts
    left join matched
        on
            alerts.alert_key = matched.alert_key
            and matched.place = 1

),

told as (

    select
        alert_key,
        metric,
        dimension,
        dimension_value,
        kind,
        severity,
        owner,
        is_open,
        since_on,
        first_seen_on,
        closed_on,
        action_id is not null as has_action,
        action_id,
        title as action_title,
        action_status,
        started_on as action_started_on,
        verdict as action_verdict,
        days_to_action,
        case
            when action_id is null and is_open
                then 'No action covers this alert. Add one to improvement.actions.'
            when action_id is null then 'The alert closed without an action.'
            when started_on is null then 'Action ' || action_id || ' has no start date yet.'
            when days_to_action is not null
                then
                    'Action ' || action_id || ' began ' || cast(days_to_action as string)
                    || ' days after the alert''s first day, ' || cast(since_on as string) || '.'
            else
                'Action ' || action_id || ' began before the alert''s first day, '
                || cast(since_on as string) || '.'
        end as action_message,
        case
            when action_id is null and is_open
                then '尚无针对它的改进措施，请在 improvement.actions 中登记措施。'
            when action_id is null then '告警已关闭，期间没有采取措施。'
            when started_on is null then '措施 ' || action_id || ' 尚未确定开始日期。'
            when days_to_action is not null
                then
                    '措施 ' || action_id || ' 在告警起始日（' || cast(since_on as string) || '）'
                    || cast(days_to_action as string) || ' 天后启动。'
            else
                '措施 ' || action_id || ' 在告警起始日（' || cast(since_on as string) || '）之前已启动。'
        end as action_message_zh,
        message,
        message_zh

    from answered

)

select * from told
order by is_open desc, has_action asc, severity asc, since_on desc, alert_key asc
