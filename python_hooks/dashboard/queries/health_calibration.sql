-- What the health model predicted of each tenth, and what came.
select
    decile,
    customer_month_count,
    round(predicted_churn_rate, 4) as predicted_churn_rate,
    round(churn_rate, 4) as churn_rate,
    round(churn_rate_low, 4) as churn_rate_low,
    round(churn_rate_high, 4) as churn_rate_high
from reporting.health_calibration
where customer_group = 'all'
order by decile
