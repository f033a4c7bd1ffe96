-- Customers who bought again, by how often and by their mean value to about one per cent. The sum
-- of logarithms keeps what the steps would lose: the fit moves by less than one part in 10,000.
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
    -- The model knows positive means only: it cannot learn from who got back more than they paid.
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
