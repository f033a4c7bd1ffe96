-- All orders of a customer on one day are one purchase for the purchase model: a second order
-- within an hour is no repeat purchase. A day with refunds only is no purchase, and reduces the
-- value.
with

orders as (

    select * from {{ ref('int_orders_converted') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

purchases as (

    select
        orders.customer_id,
        orders.order_date as purchased_on,
        orders.net_amount,
        orders.margin_amount,
        orders.is_purchase
        {%- if var('clv_counts_free_orders') %}
        or ({{ is_kept_order('orders.order_status') }} and orders.amount = 0)
        {%- endif %} as counts_as_purchase

    from orders
    cross join as_of
    where
        orders.customer_id is not null
        and orders.order_date <= as_of.as_of_date
        and (
            orders.is_revenue
            {%- if var('clv_counts_free_orders') %}
            or ({{ is_kept_order('orders.order_status') }} and orders.amount = 0)
            {%- endif %}
        )

),

summed as (

    select
        customer_id,
        purchased_on,
        count(case when counts_as_purchase then 1 end) > 0 as is_purchase_day,
        -- The sum is null if an order has an unknown value: without it the sum would be too small.
        case when count(*) = count(net_amount) then sum(net_amount) end as net_amount,
        case when count(*) = count(margin_amount) then sum(margin_amount) end as margin_amount

    from purchases
    group by customer_id, purchased_on

)

select * from summed
