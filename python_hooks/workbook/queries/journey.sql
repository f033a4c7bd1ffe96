select
    catalogue.label_en as metric_en, catalogue.label_zh as metric_zh,
    journey.label as touchpoint_en, journey.label_zh as touchpoint_zh,
    journey.is_moment_of_truth, journey.answer_count, journey.satisfied_percent,
    journey.satisfied_percent_low, journey.satisfied_percent_high,
    journey.change_points, journey.message as message_en, journey.message_zh
from reporting.journey as journey
inner join reporting.metric_catalogue as catalogue on journey.metric = catalogue.metric
order by catalogue.position, journey.position
