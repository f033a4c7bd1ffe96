-- The newest complete month of each metric by one dimension at a time; too few events: no row.
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
    cells.dimension, cells.dimension_value, catalogue.unit_en, catalogue.unit_zh,
    cells.period_start as month, cells.value, cells.value_low, cells.value_high,
    cells.change, cells.change_low, cells.change_high, cells.is_significant,
    cells.target, cells.red_line, cells.status, cells.event_count
from reporting.metric_values as cells
inner join newest
    on cells.metric = newest.metric and cells.period_start = newest.period_start
inner join reporting.metric_catalogue as catalogue on cells.metric = catalogue.metric
where
    cells.period = 'month' and cells.dimension <> 'all' and cells.value is not null
    and cells.dimension not in (select dimension from reporting.metric_combinations)
order by catalogue.position, cells.dimension, cells.dimension_value
