-- Words of comments with low scores that no topic holds yet.
select
    place,
    language,
    word,
    low_count,
    high_count,
    round(odds_ratio, 1) as odds_ratio,
    round(odds_ratio_low, 1) as odds_ratio_low,
    round(odds_ratio_high, 1) as odds_ratio_high
from reporting.comment_words
order by place
