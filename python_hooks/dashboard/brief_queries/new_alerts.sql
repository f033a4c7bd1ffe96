-- Open alerts of the newest seven days, of a metric and slice the worst.
with

told as (

    select
        *,
        row_number() over (
            partition by metric, dimension, dimension_value
            order by severity, since_on desc, alert_key
        ) as place
    from reporting.alerts
    where
        is_open and direction <> 'none' and kind <> 'turning_point'
        and first_seen_on > cast($as_of_date as date) - interval 7 day
        and not list_contains($repeated, metric)

)

select
    told.message, told.message_zh, catalogue,
    cells.event_count, cells.value_low, cells.value_high,
    told.kind in ('red_line', 'target_missed')
    and told.expected_value between cells.value_low and cells.value_high as holds_line,
    count(*) over () as found_count
from told
inner join reporting.metric_catalogue as catalogue on told.metric = catalogue.metric
left join reporting.metric_values as cells
    on
        told.metric = cells.metric and told.period = cells.period
        and told.dimension = cells.dimension and told.dimension_value = cells.dimension_value
        and cells.period_start = date_trunc(told.period, told.last_seen_on)
where told.place = 1
order by told.severity, told.dimension <> 'all', told.first_seen_on desc, told.alert_key
limit 4
