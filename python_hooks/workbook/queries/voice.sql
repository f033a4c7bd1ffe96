-- The newest month by topic, with what goes with the topic.
select
    topics.period_start as month, topics.label_en as topic_en, topics.label_zh as topic_zh,
    topics.comment_count, topics.mention_count, topics.mention_share, topics.mention_share_change,
    topics.negative_share, effects.difference as nps_difference,
    effects.difference_low as nps_difference_low, effects.difference_high as nps_difference_high,
    effects.points_of_the_whole as nps_points
from reporting.comment_topics as topics
left join reporting.topic_effects as effects
    on topics.topic = effects.topic and effects.metric = 'nps'
where topics.period = 'month' and topics.dimension = 'all'
order by topics.period_start desc, topics.mention_count desc, topics.topic
