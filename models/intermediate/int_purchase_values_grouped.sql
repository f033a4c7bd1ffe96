-- Customers with repeat purchases, grouped by their number and by their mean value to about 1 %.
-- The sum of logarithms keeps the information that the groups would lose: the fit changes by less
-- than 1 in 10,000.
with

histories as (

    select * from {{ ref('int_purchase_histories_observed') }}

),

logged as (

    select
        fit_period,
        segment,
        repeat_purchase_count,
        {{ rounded_decimal('ln(mean_repeat_value)') }} as log_mean_value

    from histories
    -- The model allows positive means only, so customers with more refunds than payments are left
    -- out.
    where repeat_purchase_count > 0 and mean_repeat_value > 0

),

grouped as (

    select
        fit_period,
        segment,
        repeat_purchase_count,
        cast(floor(log_mean_value * 100) as integer) as value_step,
        count(*) as customer_count,
        cast(sum(log_mean_value) as double) as log_value_sum

    from logged
    group by
        fit_period, segment, repeat_purchase_count, cast(floor(log_mean_value * 100) as integer)

)

select * from grouped
