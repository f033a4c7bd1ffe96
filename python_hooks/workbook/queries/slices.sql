-- Complete months by one dimension at a time, the newest twelve; too few events: no row.
select
    months.unit as _unit, months.decimals as _decimals,
    months.label_en as metric_en, months.label_zh as metric_zh, months.dimension,
    months.dimension_value, months.month_start as month, months.value, months.value_low,
    months.value_high, months.unit_en, months.unit_zh, months.change, months.change_low,
    months.change_high, months.is_significant, months.target, months.red_line, months.status,
    months.event_count
from reporting.metric_months as months
where
    months.dimension <> 'all' and months.is_complete and months.value is not null
    and months.month_start > (
        select max(newest.month_start) - interval 12 month from reporting.metric_months as newest
        where newest.is_complete
    )
order by
    months.position, months.dimension, months.dimension_value, months.month_start desc
