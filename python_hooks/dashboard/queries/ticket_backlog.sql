-- Open tickets and their age: by whole week over all time, and by day for the last 13 weeks.
-- A week has the tickets that came and went in it, and what is open as its last day ends.
with

days as (

    select
        *,
        cast(date_trunc('week', day) as date) as week_start

    from reporting.ticket_backlog
    where dimension <> 'priority'

),

newest as (

    select max(day) as day
    from days

),

weeks as (

    select
        days.dimension,
        days.dimension_value,
        days.week_start,
        sum(days.opened_count + days.reopened_count) as arrived_count,
        sum(days.solved_count) as solved_count

    from days
    cross join newest
    where days.week_start + 6 <= newest.day
    group by days.dimension, days.dimension_value, days.week_start

),

by_week as (

    select
        'week' as grain,
        weeks.dimension,
        weeks.dimension_value,
        weeks.week_start as period_start,
        weeks.arrived_count,
        weeks.solved_count,
        days.open_count,
        days.mean_age_days

    from weeks
    -- Without a row on Sunday it is not known what was open: null, never 0.
    left join days
        on
            weeks.dimension = days.dimension
            and weeks.dimension_value = days.dimension_value
            and weeks.week_start + 6 = days.day

),

by_day as (

    select
        'day' as grain,
        days.dimension,
        days.dimension_value,
        days.day as period_start,
        days.opened_count + days.reopened_count as arrived_count,
        days.solved_count,
        days.open_count,
        days.mean_age_days

    from days
    cross join newest
    where days.day > newest.day - 91

),

united as (

    select * from by_week
    union all
    select * from by_day

)

select
    grain,
    dimension,
    dimension_value,
    period_start,
    arrived_count,
    solved_count,
    open_count,
    round(mean_age_days) as mean_age_days
from united
order by grain, dimension, dimension_value, period_start
