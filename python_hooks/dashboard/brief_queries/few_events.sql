-- How many cells of the newest complete months are hidden for too few events.
with

newest as (

    select metric, max(period_start) as period_start
    from reporting.metric_values
    where dimension = 'all' and period = 'month' and is_complete
    group by metric

)

select
    count(*) as cell_count,
    count(*) filter (cells.is_suppressed) as hidden_count
from reporting.metric_values as cells
inner join newest
    on cells.metric = newest.metric and cells.period_start = newest.period_start
where
    cells.period = 'month'
    and not list_contains($combinations, cells.dimension)
