-- Status changes in ticket logs whose status is not in seeds/reference/ticket_statuses.csv.
with

told as (

    select
        ticket_events.to_value,
        ticket_events.ticket_id

    from {{ ref('stg_support__ticket_events') }} as ticket_events
    left join {{ ref('ticket_statuses') }} as ticket_statuses
        on lower(ticket_events.to_value) = ticket_statuses.given_ticket_status
    where
        not ticket_events.is_deleted
        and ticket_events.event_type = 'status_changed'
        and ticket_events.to_value is not null
        and ticket_statuses.given_ticket_status is null

),

counted as (

    select
        count(*) as row_count,
        count(distinct ticket_id) as ticket_count,
        min(to_value) as example

    from told
    having count(*) > 0

),

notices as (

    select
        'tickets' as topic,
        'support.ticket_events' as subject,
        cast(row_count as bigint) as row_count,
        cast(row_count as string) || ' log entries of ' || cast(ticket_count as string)
        || ' ticket(s) have an unknown status and are ignored. Add the status to'
        || ' seeds/reference/ticket_statuses.csv.' as message,
        cast(ticket_count as string) || ' 个工单的 ' || cast(row_count as string)
        || ' 条记录含有未知状态，未予计入。请在 seeds/reference/ticket_statuses.csv 中补充该词。'
            as message_zh,
        'For example "' || example || '".' as example,
        '例如“' || example || '”。' as example_zh

    from counted

)

select * from notices
