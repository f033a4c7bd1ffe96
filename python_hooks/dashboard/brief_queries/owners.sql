-- Who has open alerts for the worse, of how many metrics and slices, and which metrics.
with

alerts as (

    select owner, metric, dimension, dimension_value, min(severity) as severity
    from reporting.alerts
    where is_open and severity <> 'info' and not list_contains($repeated, metric)
    group by owner, metric, dimension, dimension_value

),

by_metric as (

    select
        owner, metric, count(*) as alert_count,
        count(*) filter (severity = 'critical') as critical_count
    from alerts
    group by owner, metric

)

select
    by_metric.owner,
    cast(sum(by_metric.alert_count) as bigint) as alert_count,
    cast(sum(by_metric.critical_count) as bigint) as critical_count,
    list(catalogue.label_en order by by_metric.critical_count = 0, catalogue.position) as labels_en,
    list(catalogue.label_zh order by by_metric.critical_count = 0, catalogue.position) as labels_zh
from by_metric
inner join reporting.metric_catalogue as catalogue on by_metric.metric = catalogue.metric
group by by_metric.owner
order by critical_count desc, alert_count desc, by_metric.owner
limit 4
