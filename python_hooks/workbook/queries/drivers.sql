select
    coalesce(catalogue.label_en, 'Churn') as metric_en,
    coalesce(catalogue.label_zh, '流失') as metric_zh,
    drivers.kind, drivers.label as driver_en, drivers.label_zh as driver_zh, drivers.case_count,
    drivers.share, drivers.share_low, drivers.share_high, drivers.r_squared,
    drivers.performance_percent, drivers.quadrant, drivers.message as message_en,
    drivers.message_zh
from reporting.drivers as drivers
left join reporting.metric_catalogue as catalogue on drivers.metric = catalogue.metric
order by catalogue.position nulls last, drivers.kind, drivers.share desc nulls last, drivers.driver
