-- How many metrics have no value.
select
    count(*) filter (not coverage.has_values) as missing_count,
    count(*) as metric_count,
    list(catalogue.label_en order by coverage.position) filter (not coverage.has_values)
        as labels_en,
    list(catalogue.label_zh order by coverage.position) filter (not coverage.has_values)
        as labels_zh
from reporting.metric_coverage as coverage
inner join reporting.metric_catalogue as catalogue on coverage.metric = catalogue.metric
