-- Significant changes of the newest complete month or week, of the whole first; of a metric the
-- month before the week, and a slice only where the whole did not change.
with

newest as (

    select metric, period, max(period_start) as period_start
    from reporting.metric_values
    where dimension = 'all' and period in ('month', 'week') and is_complete
    group by metric, period

),

changed as (

    select
        cells.*,
        abs(cells.change) / nullif(cells.change_high - cells.change_low, 0) as strength
    from reporting.metric_values as cells
    inner join newest
        on
            cells.metric = newest.metric and cells.period = newest.period
            and cells.period_start = newest.period_start
    where
        cells.is_significant and cells.value is not null and cells.change is not null
        and not list_contains($repeated, cells.metric)
        and not list_contains($combinations, cells.dimension)

),

ranked as (

    select
        *,
        row_number() over (
            partition by metric
            order by dimension <> 'all', period <> 'month', strength desc nulls last, dimension,
                dimension_value
        ) as place
    from changed

)

select
    catalogue, ranked.period, ranked.period_start, ranked.dimension, ranked.dimension_value,
    ranked.event_count, ranked.value, ranked.value_low, ranked.value_high,
    ranked.previous_value, ranked.change, ranked.change_low, ranked.change_high,
    count(*) over () as found_count
from ranked
inner join reporting.metric_catalogue as catalogue on ranked.metric = catalogue.metric
where ranked.place = 1
order by ranked.dimension <> 'all', ranked.strength desc nulls last, catalogue.position
limit 4
