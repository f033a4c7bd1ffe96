-- Two limits of business time: tickets without a schedule count around the clock, and years without
-- entered holidays count them as working days.
with

tickets as (

    select
        tickets.schedule,
        staged.schedule as given_schedule,
        tickets.created_at

    from {{ ref('fct_tickets') }} as tickets
    left join {{ ref('stg_support__tickets') }} as staged
        on tickets.ticket_id = staged.ticket_id

),

counted as (

    select
        count(*) as ticket_count,
        count(case when schedule is null and given_schedule is null then 1 end) as without_count,
        count(case when schedule is null then given_schedule end) as unknown_count,
        min(case when schedule is null then given_schedule end) as example

    from tickets

),

known as (

    select
        schedule,
        max(ends_on) as last_on

    from {{ ref('schedule_exceptions') }}
    group by schedule

),

-- People enter the holidays of a year together, so the year of the last one counts as complete.
ended as (

    select
        known.schedule,
        extract(year from known.last_on) as last_year,
        count(*) as ticket_count

    from tickets
    inner join known
        on tickets.schedule = known.schedule
    where extract(year from tickets.created_at) > extract(year from known.last_on)
    group by known.schedule, extract(year from known.last_on)

),

notices as (

    select
        'schedules' as topic,
        'support.tickets' as subject,
        cast(without_count as bigint) as row_count,
        cast(without_count as string) || ' of ' || cast(ticket_count as string)
        || ' ticket(s) have no support schedule. Their business minutes therefore count around the'
        || ' clock. Deliver the column schedule, or set the variable default_schedule to one of'
        || ' seeds/reference/support_schedules.csv.' as message,
        cast(ticket_count as string) || ' 个工单中有 ' || cast(without_count as string)
        || ' 个没有服务时间表，其工作时间时长按自然时间（7×24小时）计算。请在数据中提供 schedule 列，'
        || '或在变量 default_schedule 中指定 seeds/reference/support_schedules.csv 里的一个时间表。'
            as message_zh,
        cast(null as string) as example,
        cast(null as string) as example_zh

    from counted
    where without_count > 0
    union all
    select
        'schedules' as topic,
        'support.tickets' as subject,
        cast(unknown_count as bigint) as row_count,
        cast(unknown_count as string) || ' of ' || cast(ticket_count as string)
        || ' ticket(s) have a support schedule that is not defined. Their business minutes'
        || ' therefore count around the clock. Add its hours to'
        || ' seeds/reference/support_schedules.csv.' as message,
        cast(ticket_count as string) || ' 个工单中有 ' || cast(unknown_count as string)
        || ' 个使用了未定义的服务时间表，其工作时间时长按自然时间（7×24小时）计算。请在'
        || ' seeds/reference/support_schedules.csv 中补充其服务时间。' as message_zh,
        'For example "' || example || '".' as example,
        '例如“' || example || '”。' as example_zh

    from counted
    where unknown_count > 0
    union all
    select
        'schedules' as topic,
        schedule as subject,
        cast(ticket_count as bigint) as row_count,
        'The holidays of the schedule ' || schedule || ' end with '
        || cast(cast(last_year as bigint) as string) || '. ' || cast(ticket_count as string)
        || ' later ticket(s) count holidays as working days. Add the holidays to'
        || ' seeds/reference/schedule_exceptions.csv.' as message,
        '时间表 ' || schedule || ' 的节假日只录入到' || cast(cast(last_year as bigint) as string)
        || '年底。之后的 ' || cast(ticket_count as string)
        || ' 个工单会把节假日算作工作日。请在 seeds/reference/schedule_exceptions.csv 中补充。'
            as message_zh,
        cast(null as string) as example,
        cast(null as string) as example_zh

    from ended

)

select * from notices
