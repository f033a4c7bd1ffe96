-- How many changes of the whole were tested, when none was more than chance.
with

newest as (

    select metric, max(period_start) as period_start
    from reporting.metric_values
    where dimension = 'all' and period = 'month' and is_complete
    group by metric

)

select count(cells.change) as tested_count, max(cells.period_start) as period_start
from reporting.metric_values as cells
inner join newest
    on cells.metric = newest.metric and cells.period_start = newest.period_start
where cells.dimension = 'all' and cells.period = 'month'
