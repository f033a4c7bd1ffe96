select
    catalogue.label_en as metric_en, catalogue.label_zh as metric_zh,
    alerts.dimension, alerts.dimension_value, alerts.kind, alerts.severity, alerts.owner,
    alerts.is_open, alerts.since_on, alerts.first_seen_on, alerts.closed_on,
    alerts.message as message_en, alerts.message_zh
from reporting.alerts as alerts
inner join reporting.metric_catalogue as catalogue on alerts.metric = catalogue.metric
order by not alerts.is_open, alerts.severity, alerts.since_on desc, alerts.alert_key
