-- How many customers to call, what is at stake, and in which currency.
select
    count(*) as customer_count,
    count(*) filter (lifecycle_stage <> 'lapsed') as kept_count,
    cast(sum(value_at_stake) as double) as value_at_stake,
    cast(sum(expected_loss) as double) as expected_loss,
    (
        select min(catalogue) from reporting.metric_catalogue as catalogue
        where metric = 'historical_clv'
    ) as catalogue
from reporting.churn_watchlist
