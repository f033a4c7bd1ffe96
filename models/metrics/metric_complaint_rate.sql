-- Complaints per order. The exposure begins with the first ticket that says whether it is a
-- complaint: before that nobody recorded them. The channel is left out, because a customer may buy
-- in one channel and complain in another.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where is_complaint is not null

),

counting as (

    select min(created_at) as counted_from
    from tickets

),

orders as (

    select orders.*
    from {{ ref('fct_orders') }} as orders
    inner join counting
        on orders.ordered_at >= counting.counted_from
    where orders.is_purchase

),

complaints as (

    select * from tickets
    where is_complaint

),

exposures as (

    select
        {{ joined_key(["'order'", 'order_id']) }} as event_id,
        customer_id,
        ordered_at as occurred_at,
        {{ metric_dimensions('fct_orders', without={
            'channel': 'An order is sold in one channel and complained about in another.',
        }) }},
        0 as numerator,
        1 as denominator

    from orders

),

occurrences as (

    select
        {{ joined_key(["'ticket'", 'ticket_id']) }} as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets', without={
            'channel': 'An order is sold in one channel and complained about in another.',
            'team': 'An order, which is the chance to complain, has no team.',
        }) }},
        1 as numerator,
        0 as denominator

    from complaints

),

events as (

    select * from exposures
    union all
    select * from occurrences

)

select * from events
