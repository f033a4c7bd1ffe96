-- A clock time that a spreadsheet rewrote, or a schedule of two time zones, would give wrong hours.
with

hours as (

    select
        'support_schedules' as seed,
        schedule,
        opens_at,
        closes_at

    from {{ ref('support_schedules') }}
    union all
    select
        'schedule_exceptions' as seed,
        schedule,
        opens_at,
        closes_at

    from {{ ref('schedule_exceptions') }}
    where
        opens_at is not null
        or closes_at is not null

),

clock_times as (

    select
        seed,
        schedule,
        opens_at as clock_time,
        23 as last_hour

    from hours
    union all
    select
        seed,
        schedule,
        closes_at as clock_time,
        case when closes_at = '24:00' then 24 else 23 end as last_hour

    from hours

),

unreadable as (

    select
        seed,
        schedule,
        coalesce(clock_time, 'empty') || ': write a clock time such as 9:00 or 24:00' as fault

    from clock_times
    where
        not coalesce(
            (clock_time like '_:__' or clock_time like '__:__')
            and try_cast(split_part(clock_time, ':', 1) as integer) between 0 and last_hour
            and try_cast(split_part(clock_time, ':', 2) as integer) between 0 and 59,
            false
        )

),

many_zones as (

    select
        'support_schedules' as seed,
        schedule,
        min(time_zone) || ' and ' || max(time_zone) || ': give a schedule one time zone' as fault

    from {{ ref('support_schedules') }}
    group by schedule
    having min(time_zone) <> max(time_zone)

)

select * from unreadable
union all
select * from many_zones
