-- Topics of comments: of all time by dimensions of filters, and month by month for all comments.
select
    period,
    period_start,
    dimension,
    dimension_value,
    theme,
    topic,
    label_en,
    label_zh,
    case when mention_count is not null then comment_count end as comment_count,
    mention_count,
    round(mention_share, 4) as mention_share,
    round(mention_share_low, 4) as mention_share_low,
    round(mention_share_high, 4) as mention_share_high,
    negative_count,
    round(negative_share, 4) as negative_share,
    round(negative_share_low, 4) as negative_share_low,
    round(negative_share_high, 4) as negative_share_high,
    round(mention_share_change, 4) as mention_share_change,
    round(mention_share_change_low, 4) as mention_share_change_low,
    round(mention_share_change_high, 4) as mention_share_change_high
from reporting.comment_topics
where
    dimension = 'all'
    or (period = 'all' and dimension in ('segment', 'region', 'channel', 'value_tier', 'team'))
order by period, period_start nulls first, dimension, dimension_value, topic
