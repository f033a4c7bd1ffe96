-- The periods of the fit of the purchase model: all days for the prediction, and an earlier part
-- for the back-test. The back-test compares the rest (the holdout) with the prediction.
with

days as (

    select * from {{ ref('int_purchases_summed_by_day') }}
    where is_purchase_day

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

spanned as (

    select
        as_of.as_of_date,
        cast(
            least(
                {{ var('clv_holdout_days') }},
                floor(({{ days_between('min(days.purchased_on)', 'as_of.as_of_date') }} + 1) * 0.5)
            ) as integer
        ) as holdout_days

    from days
    cross join as_of
    group by as_of.as_of_date

),

bounded as (

    select
        'to_date' as fit_period,
        as_of_date as period_end_on,
        0 as holdout_days

    from spanned

    union all

    select
        'calibration' as fit_period,
        {{ date_plus_days('as_of_date', '-holdout_days') }} as period_end_on,
        holdout_days

    from spanned
    where holdout_days > 0

)

select * from bounded
