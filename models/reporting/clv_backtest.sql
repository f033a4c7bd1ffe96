-- The predictions for the holdout days against the outcomes, by deciles of customers from the
-- highest to the lowest prediction. The baseline is past spend: each customer repeats the same
-- number of days before the holdout.
with

predicted as (

    select * from {{ ref('int_customer_values_predicted') }}
    where fit_period = 'calibration'

),

periods as (

    select * from {{ ref('int_purchase_periods_bounded') }}
    where fit_period = 'calibration'

),

-- Exact decimals, so that sums and ranks do not depend on the row order.
measured as (

    select
        'purchases' as measure,
        customer_id,
        {{ rounded_decimal('expected_purchases_holdout') }} as predicted,
        cast(recent_purchase_count as decimal(18, 4)) as past,
        cast(holdout_purchase_count as decimal(18, 4)) as actual

    from predicted

    union all

    select
        'net_revenue' as measure,
        customer_id,
        {{ rounded_decimal('expected_purchases_holdout * expected_purchase_value') }} as predicted,
        cast(recent_net_revenue as decimal(18, 4)) as past,
        cast(holdout_net_revenue as decimal(18, 4)) as actual

    from predicted
    where
        expected_purchase_value is not null
        and recent_net_revenue is not null
        and holdout_net_revenue is not null

),

ranked as (

    select
        *,
        ntile(10) over (partition by measure order by predicted desc, customer_id asc) as decile,
        ntile(10) over (partition by measure order by past desc, customer_id asc) as past_decile

    from measured

),

with_total as (

    select
        measure,
        decile,
        predicted,
        past,
        actual

    from ranked

    union all

    select
        measure,
        0 as decile,
        predicted,
        past,
        actual

    from ranked

),

summed as (

    select
        measure,
        decile,
        count(*) as customer_count,
        sum(predicted) as predicted,
        sum(past) as past,
        sum(actual) as actual,
        sum({{ exact_square('actual') }}) as actual_square_sum,
        sum(abs(predicted - actual)) as predicted_error,
        sum(abs(past - actual)) as past_error

    from with_total
    group by measure, decile

),

ranked_by_past as (

    select
        measure,
        past_decile as decile,
        sum(actual) as actual

    from ranked
    group by measure, past_decile

),

totals as (

    select
        measure,
        actual

    from summed
    where decile = 0

),

compared as (

    select
        summed.measure,
        cast(summed.decile as integer) as decile,
        periods.period_end_on as calibration_end_on,
        cast(periods.holdout_days as integer) as holdout_days,
        summed.customer_count,
        cast(summed.predicted as double) as predicted,
        cast(summed.actual as double) as actual,
        cast(summed.past as double) as past,
        {{ ratio('summed.predicted', 'summed.customer_count') }} as predicted_mean,
        {{ ratio('summed.actual', 'summed.customer_count') }} as actual_mean,
        {{ mean_bound(
            'summed.customer_count', 'summed.actual', 'summed.actual_square_sum', 'low'
        ) }} as actual_mean_low,
        {{ mean_bound(
            'summed.customer_count', 'summed.actual', 'summed.actual_square_sum', 'high'
        ) }} as actual_mean_high,
        {{ ratio('summed.past', 'summed.customer_count') }} as past_mean,
        {{ ratio('summed.predicted_error', 'summed.customer_count') }}
            as predicted_mean_absolute_error,
        {{ ratio('summed.past_error', 'summed.customer_count') }} as past_mean_absolute_error,
        {{ ratio('summed.actual', 'totals.actual') }} as actual_share,
        {{ ratio('coalesce(ranked_by_past.actual, totals.actual)', 'totals.actual') }}
            as actual_share_by_past

    from summed
    cross join periods
    inner join totals
        on summed.measure = totals.measure
    left join ranked_by_past
        on
            summed.measure = ranked_by_past.measure
            and summed.decile = ranked_by_past.decile

)

select * from compared
