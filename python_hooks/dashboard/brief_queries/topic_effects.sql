-- The topic that takes most points from a score, with an interval that leaves out 0.
select
    effects.label_en, effects.label_zh, effects.with_count,
    effects.mean_with, effects.mean_without, effects.difference, effects.difference_low,
    effects.difference_high, effects.points_of_the_whole, catalogue
from reporting.topic_effects as effects
inner join reporting.metric_catalogue as catalogue on effects.metric = catalogue.metric
where effects.difference_high < 0
order by effects.points_of_the_whole, effects.metric, effects.topic
limit 1
