-- What the models predicted of each tenth of customers, what came, and what past spend predicted.
select
    measure,
    decile,
    calibration_end_on,
    holdout_days,
    customer_count,
    round(predicted) as predicted,
    round(actual) as actual,
    round(past) as past,
    round(predicted_mean, 3) as predicted_mean,
    round(actual_mean, 3) as actual_mean,
    round(actual_mean_low, 3) as actual_mean_low,
    round(actual_mean_high, 3) as actual_mean_high,
    round(past_mean, 3) as past_mean,
    round(predicted_mean_absolute_error, 3) as predicted_error,
    round(past_mean_absolute_error, 3) as past_error,
    round(actual_share, 4) as actual_share,
    round(actual_share_by_past, 4) as actual_share_by_past,
    round(actual / nullif(predicted, 0), 4) as actual_to_predicted
from reporting.clv_backtest
order by measure, decile
