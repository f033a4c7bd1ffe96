-- What the build noticed in the data.
select
    topic,
    subject,
    row_count,
    message,
    message_zh
from reporting.notices
order by row_count desc nulls last, topic asc, subject asc, message asc
