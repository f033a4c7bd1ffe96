select
    team, label as metric_en, label_zh as metric_zh, event_count, raw_percent, shrunk_percent,
    shrunk_percent_low, shrunk_percent_high, mean_percent, verdict, message as message_en,
    message_zh
from reporting.team_quality
where not is_suppressed
order by metric, team
