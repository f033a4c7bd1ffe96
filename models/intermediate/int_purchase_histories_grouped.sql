-- Customers with the same history are one row of the fit. A million customers give far fewer rows.
with

histories as (

    select * from {{ ref('int_purchase_histories_observed') }}

),

grouped as (

    select
        fit_period,
        segment,
        repeat_purchase_count,
        recency_days,
        age_days,
        count(*) as customer_count

    from histories
    group by fit_period, segment, repeat_purchase_count, recency_days, age_days

)

select * from grouped
