-- Metrics that say the same as another: shares of the same events that add up to 1, such as churn
-- and retention. Only the first of the catalogue is told.
select distinct others.metric
from reporting.metric_values as first_of
inner join reporting.metric_values as others
    on
        first_of.metric <> others.metric
        and first_of.event_count = others.event_count
        and abs(first_of.value + others.value - 1) < 1e-9
inner join reporting.metric_catalogue as first_entry on first_of.metric = first_entry.metric
inner join reporting.metric_catalogue as entry on others.metric = entry.metric
where
    first_of.period = 'all' and first_of.dimension = 'all'
    and others.period = 'all' and others.dimension = 'all'
    and first_entry.unit = 'share' and entry.unit = 'share'
    and first_entry.position < entry.position
order by others.metric
