select
    catalogue.label_en as metric_en, catalogue.label_zh as metric_zh,
    gaps.label as slice_en, gaps.label_zh as slice_zh, gaps.verdict, gaps.answer_count,
    gaps.value_percent, gaps.rest_percent, gaps.difference_points, gaps.cost_points,
    gaps.adjusted_p_value, points.low_since, points.action_title,
    gaps.message as message_en, gaps.message_zh
from reporting.satisfaction_gaps as gaps
inner join reporting.metric_catalogue as catalogue on gaps.metric = catalogue.metric
left join reporting.pain_points as points
    on
        gaps.metric = points.metric and gaps.dimension = points.dimension
        and gaps.dimension_value = points.dimension_value
        and gaps.dimension_2 = points.dimension_2
        and gaps.dimension_2_value = points.dimension_2_value
order by gaps.cause_rank nulls last, gaps.cost_points desc, gaps.metric, gaps.label
