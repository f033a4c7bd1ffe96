select topic, subject, row_count, message as message_en, message_zh
from reporting.notices
order by topic, row_count desc nulls last, subject, message
