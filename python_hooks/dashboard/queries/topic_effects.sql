-- The score of answers that mention a topic against that of others.
select
    metric,
    theme,
    topic,
    label_en,
    label_zh,
    with_count,
    without_count,
    round(mean_with, 2) as mean_with,
    round(mean_without, 2) as mean_without,
    round(difference, 2) as difference,
    round(difference_low, 2) as difference_low,
    round(difference_high, 2) as difference_high,
    round(points_of_the_whole, 2) as points_of_the_whole
from reporting.topic_effects
order by metric, difference, topic
