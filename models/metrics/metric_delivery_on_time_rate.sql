-- A promise counts once its day is over. An order without a delivery has broken it, but only from
-- the first recorded delivery of the source on.
with

orders as (

    select
        orders.*,
        cast({{ local_time('orders.delivered_at') }} as date) as delivered_on,
        as_of.as_of_date

    from {{ ref('fct_orders') }} as orders
    cross join {{ ref('int_as_of') }} as as_of

),

recorded as (

    select min(delivered_on) as recorded_from
    from orders

),

events as (

    select
        orders.order_id as event_id,
        orders.customer_id,
        {{ moment_of_local_time('orders.promised_delivery_on') }} as occurred_at,
        {{ metric_dimensions('fct_orders') }},
        case when orders.delivered_on <= orders.promised_delivery_on then 1 else 0 end as numerator,
        1 as denominator

    from orders
    inner join recorded
        on orders.promised_delivery_on >= recorded.recorded_from
    where
        orders.promised_delivery_on < orders.as_of_date
        and orders.order_status <> 'cancelled'
        -- The delivery time is unknown.
        and not (orders.delivered_on is null and orders.order_status in ('delivered', 'returned'))

)

select * from events
