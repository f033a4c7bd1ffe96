-- The personas of the last complete month, the largest first.
select
    month_start,
    fitted_on,
    persona,
    customer_count,
    round(100 * customer_share, 1) as customer_percent,
    portrait_en,
    portrait_zh,
    round(stability, 2) as stability,
    most_criticised_topic_en,
    most_criticised_topic_zh
from reporting.personas
order by customer_count desc, persona
