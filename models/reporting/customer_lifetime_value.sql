-- The discount rate is shown beside every value that uses it.
with

predicted as (

    select * from {{ ref('int_customer_values_predicted') }}
    where fit_period = 'to_date'

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

described as (

    select
        predicted.customer_id,
        as_of.as_of_date,
        predicted.segment,
        predicted.purchase_model_segment,
        predicted.value_model_segment,
        predicted.first_purchased_on,
        predicted.last_purchased_on,
        cast(predicted.repeat_purchase_count as bigint) as repeat_purchase_count,
        cast(predicted.net_revenue as decimal(18, 4)) as net_revenue,
        cast(predicted.margin as decimal(18, 4)) as margin,
        predicted.probability_alive,
        predicted.expected_purchase_value,
        predicted.expected_purchases_3_months,
        predicted.expected_purchases_12_months,
        predicted.expected_purchases_36_months,
        predicted.expected_value_3_months,
        predicted.expected_value_12_months,
        predicted.expected_value_36_months,
        cast({{ var('clv_discount_rate') }} as double) as discount_rate

    from predicted
    cross join as_of

)

select * from described
