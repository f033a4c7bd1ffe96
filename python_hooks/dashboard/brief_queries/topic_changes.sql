-- The topic whose share of comments moved most in the newest whole month. The interval of one topic
-- is not corrected for the number of topics: 1.5 times its half width is beyond 3 standard errors.
with

newest as (

    select max(period_start) as period_start
    from reporting.comment_topics
    where
        period = 'month' and dimension = 'all'
        and last_day(period_start) <= cast($as_of_date as date)

),

judged as (

    select
        topics.*,
        abs(topics.mention_share_change)
        / nullif((topics.mention_share_change_high - topics.mention_share_change_low) / 2, 0)
            as strength
    from reporting.comment_topics as topics
    inner join newest on topics.period_start = newest.period_start
    where topics.period = 'month' and topics.dimension = 'all'

)

select
    label_en, label_zh, period_start, comment_count, mention_share, mention_share_change,
    mention_share_change_low, mention_share_change_high,
    coalesce(strength >= 1.5, false) as is_real,
    count(mention_share_change) over () as topic_count
from judged
order by coalesce(strength >= 1.5, false) desc, strength desc nulls last, topic
limit 1
