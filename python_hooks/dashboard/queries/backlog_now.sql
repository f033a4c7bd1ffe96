-- What is open now: one row per team, channel and priority.
with

newest as (

    select max(day) as day
    from reporting.ticket_backlog

)

select
    backlog.dimension,
    backlog.dimension_value,
    backlog.day,
    backlog.open_count,
    round(backlog.mean_age_days, 1) as mean_age_days
from reporting.ticket_backlog as backlog
inner join newest
    on backlog.day = newest.day
order by backlog.dimension asc, backlog.open_count desc, backlog.dimension_value asc
