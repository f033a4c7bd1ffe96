-- The low slices that cost most points and that no other slice explains.
select
    gaps.label, gaps.label_zh, gaps.answer_count, gaps.value_percent, gaps.rest_percent,
    gaps.cost_points, gaps.adjusted_p_value, catalogue,
    count(*) over () as found_count
from reporting.satisfaction_gaps as gaps
inner join reporting.metric_catalogue as catalogue on gaps.metric = catalogue.metric
where gaps.verdict = 'cause'
order by gaps.cost_points desc nulls last, gaps.metric, gaps.cause_rank
limit 2
