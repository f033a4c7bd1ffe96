-- Masked comments that show what people say of a topic; only there with publish_comment_examples.
select
    topic,
    polarity,
    place,
    example
from reporting.comment_examples
order by topic, polarity, place
