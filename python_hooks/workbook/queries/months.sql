-- Complete months side by side, the newest 24.
pivot (
    select
        catalogue.position as _position, catalogue.unit as _unit, catalogue.decimals as _decimals,
        catalogue.label_en as metric_en, catalogue.label_zh as metric_zh,
        catalogue.unit_en, catalogue.unit_zh,
        strftime(cells.period_start, '%Y-%m') as month,
        cells.value
    from reporting.metric_values as cells
    inner join reporting.metric_catalogue as catalogue on cells.metric = catalogue.metric
    where
        cells.period = 'month' and cells.dimension = 'all' and cells.is_complete
        and cells.period_start > (
            select max(period_start) - interval 24 month from reporting.metric_values
            where period = 'month' and is_complete
        )
) on month using any_value(value)
group by _position, _unit, _decimals, metric_en, metric_zh, unit_en, unit_zh
order by _position
