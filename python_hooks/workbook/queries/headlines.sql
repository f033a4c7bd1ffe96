-- The newest complete month of each metric.
with

newest as (

    select metric, max(period_start) as period_start
    from reporting.metric_values
    where dimension = 'all' and period = 'month' and is_complete
    group by metric

)

select
    catalogue.unit as _unit, catalogue.decimals as _decimals,
    catalogue.label_en as metric_en, catalogue.label_zh as metric_zh,
    catalogue.unit_en, catalogue.unit_zh,
    cells.period_start as month, cells.value, cells.value_low, cells.value_high,
    cells.change, cells.change_low, cells.change_high, cells.is_significant,
    cells.target, cells.red_line, cells.status, cells.event_count, catalogue.owner
from reporting.metric_catalogue as catalogue
left join newest on catalogue.metric = newest.metric
left join reporting.metric_values as cells
    on
        newest.metric = cells.metric and newest.period_start = cells.period_start
        and cells.period = 'month' and cells.dimension = 'all'
order by catalogue.position
