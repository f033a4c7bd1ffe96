-- Topics of comments: of all time and month by month, by dimensions of filters; of slices the 18
-- months that the screen draws, where they can be shown.
with

months as (

    select distinct period_start from reporting.comment_topics
    where period = 'month' and dimension = 'all'
    order by period_start desc
    limit 18

)

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
    -- The screen has them of all time only.
    case when period = 'all' then negative_count end as negative_count,
    case when period = 'all' then round(negative_share, 4) end as negative_share,
    case when period = 'all' then round(negative_share_low, 4) end as negative_share_low,
    case when period = 'all' then round(negative_share_high, 4) end as negative_share_high,
    round(mention_share_change, 4) as mention_share_change,
    round(mention_share_change_low, 4) as mention_share_change_low,
    round(mention_share_change_high, 4) as mention_share_change_high
from reporting.comment_topics
where
    dimension = 'all'
    or (
        dimension in ('segment', 'region', 'channel', 'value_tier', 'team')
        and (
            period = 'all'
            or (mention_count is not null and period_start in (select period_start from months))
        )
    )
order by period, period_start nulls first, dimension, dimension_value, topic
