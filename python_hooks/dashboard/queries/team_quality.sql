-- Teams by measure of quality, shrunk to the mean of the teams.
select
    team,
    metric,
    label,
    label_zh,
    case when not is_suppressed then event_count end as event_count,
    round(raw_percent, 2) as raw_percent,
    round(shrunk_percent, 2) as shrunk_percent,
    round(shrunk_percent_low, 2) as shrunk_percent_low,
    round(shrunk_percent_high, 2) as shrunk_percent_high,
    round(mean_percent, 2) as mean_percent,
    verdict
from reporting.team_quality
where team is not null
order by metric, team
