-- Which models of customer lifetime value were fitted, which are used, and why not the others.
select
    fit_period,
    model,
    segment,
    period_end_on,
    customer_count,
    repeat_customer_count,
    is_used,
    verdict,
    verdict_zh
from reporting.clv_models
order by
    fit_period desc,
    model asc,
    case when segment = 'all' then 0 else 1 end asc,
    segment asc
