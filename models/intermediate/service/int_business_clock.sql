-- One clock per schedule, which runs while the schedule is open, like an odometer. The weekly hours
-- are applied to the local days, and exceptions replace them. The open time is cut at openings,
-- closings and midnights of UTC. A moment then finds its piece by schedule and day.
with

bounds as (

    select
        {{ date_plus_days('cast(least(first_business_at, as_of) as date)', -2) }} as first_date,
        {{ date_plus_days('cast(greatest(latest_at, as_of) as date)', 400) }} as last_date

    from {{ ref('int_as_of') }}

),

dates as (

    select {{ series_of_dates('first_date', 'last_date', 'day') }} as local_date
    from bounds

),

days as (

    select
        local_date,
        {{ days_since_epoch('local_date') }} as local_day

    from dates

),

-- 1970-01-01 was a Thursday, so the next day was a Friday: number 5.
weekly as (

    select
        *,
        {{ seconds_of_day('opens_at') }} as opens_second,
        {{ seconds_of_day('closes_at') }} as closes_second

    from {{ ref('support_schedules') }}

),

schedules as (

    select
        schedule,
        min(time_zone) as time_zone

    from weekly
    group by schedule

),

exceptions as (

    select
        exceptions.schedule,
        schedules.time_zone,
        exceptions.starts_on,
        exceptions.ends_on,
        {{ seconds_of_day('exceptions.opens_at') }} as opens_second,
        {{ seconds_of_day('exceptions.closes_at') }} as closes_second

    from {{ ref('schedule_exceptions') }} as exceptions
    inner join schedules
        on exceptions.schedule = schedules.schedule

),

excepted_days as (

    select
        exceptions.*,
        days.local_day

    from exceptions
    inner join days
        on days.local_date between exceptions.starts_on and exceptions.ends_on

),

replaced_days as (

    select
        schedule,
        local_day

    from excepted_days
    group by schedule, local_day

),

hours as (

    select
        weekly.schedule,
        weekly.time_zone,
        days.local_day,
        weekly.opens_second,
        weekly.closes_second

    from weekly
    inner join days
        on
            weekly.weekday = (days.local_day + 3) % 7 + 1
            and (weekly.valid_from is null or weekly.valid_from <= days.local_date)
            and (weekly.valid_to is null or weekly.valid_to >= days.local_date)
    left join replaced_days
        on
            weekly.schedule = replaced_days.schedule
            and days.local_day = replaced_days.local_day
    where replaced_days.schedule is null
    union all
    select
        schedule,
        time_zone,
        local_day,
        opens_second,
        closes_second

    from excepted_days
    where opens_second is not null

),

-- Hours belong to the day on which they begin: 22:00 to 6:00 ends on the next one.
local_hours as (

    select
        schedule,
        time_zone,
        local_day * 86400 + opens_second as opens_local,
        local_day * 86400 + closes_second
        + case when closes_second <= opens_second then 86400 else 0 end as closes_local

    from hours

),

utc_hours as (

    select
        local_hours.schedule,
        local_hours.opens_local - opening.offset_seconds as opens_second,
        local_hours.closes_local - closing.offset_seconds as closes_second

    from local_hours
    inner join {{ ref('int_time_zone_offsets') }} as opening
        on
            local_hours.time_zone = opening.time_zone
            and local_hours.opens_local >= opening.local_from
            and local_hours.opens_local < opening.local_until
    inner join {{ ref('int_time_zone_offsets') }} as closing
        on
            local_hours.time_zone = closing.time_zone
            and local_hours.closes_local >= closing.local_from
            and local_hours.closes_local < closing.local_until

),

numbers as (

    select 0 as number
    union all
    select 1 as number
    union all
    select 2 as number

),

numbered as (

    select
        utc_hours.*,
        cast(floor(utc_hours.opens_second / 86400.0) as bigint) + numbers.number as utc_day

    from utc_hours
    cross join numbers

),

cut as (

    select
        schedule,
        utc_day,
        greatest(opens_second, utc_day * 86400) as opens_second,
        least(closes_second, (utc_day + 1) * 86400) as closes_second

    from numbered
    where
        closes_second > opens_second
        and closes_second > utc_day * 86400

),

followed as (

    select
        *,
        max(closes_second) over (
            partition by schedule, utc_day
            order by opens_second, closes_second
            rows between unbounded preceding and 1 preceding
        ) as closed_before

    from cut

),

grouped as (

    select
        *,
        sum(case when opens_second <= closed_before then 0 else 1 end) over (
            partition by schedule, utc_day
            order by opens_second, closes_second
            rows between unbounded preceding and current row
        ) as open_number

    from followed

),

-- Hours that overlap or touch are merged.
opened as (

    select
        schedule,
        utc_day,
        min(opens_second) as opens_second,
        max(closes_second) as closes_second

    from grouped
    group by schedule, utc_day, open_number

),

boundaries as (

    select
        schedules.schedule,
        cast(days.local_day as bigint) as utc_day,
        cast(days.local_day as bigint) * 86400 as starts_second,
        0 as opens

    from schedules
    cross join days
    union all
    select
        schedule,
        utc_day,
        opens_second as starts_second,
        1 as opens

    from opened
    union all
    select
        schedule,
        utc_day,
        closes_second as starts_second,
        0 as opens

    from opened
    where closes_second < (utc_day + 1) * 86400

),

pieces as (

    select
        schedule,
        utc_day,
        starts_second,
        max(opens) as opens,
        coalesce(
            lead(starts_second) over (partition by schedule order by starts_second asc),
            (utc_day + 1) * 86400
        ) as ends_second

    from boundaries
    group by schedule, utc_day, starts_second

),

clock as (

    select
        schedule,
        utc_day,
        starts_second * 1000000 as starts_microsecond,
        ends_second * 1000000 as ends_microsecond,
        opens = 1 as is_open,
        cast(
            coalesce(
                sum(opens * (ends_second - starts_second)) over (
                    partition by schedule
                    order by starts_second asc
                    rows between unbounded preceding and 1 preceding
                ),
                0
            ) as bigint
        ) * 1000000 as open_microseconds_before

    from pieces

)

select * from clock
