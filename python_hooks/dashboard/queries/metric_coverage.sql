-- Which metrics have values, on how many rows they rest, and why one has none.
select
    metric,
    has_values,
    state,
    raw_table,
    rows_accepted,
    rows_used,
    event_count,
    message,
    message_zh
from reporting.metric_coverage
order by has_values, position
