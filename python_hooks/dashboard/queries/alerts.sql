-- Open alerts and those closed in the last half year, the gravest first.
select
    alert_key, metric, dimension, dimension_value, kind, period, severity, direction, owner, is_open,
    since_on, first_seen_on, last_seen_on, closed_on, value, expected_value, explaining_dimension,
    explaining_values, explained_share, message, message_zh
from reporting.alerts
order by is_open desc, severity, first_seen_on desc, alert_key
