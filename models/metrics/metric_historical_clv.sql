-- What a customer has brought so far, at the first purchase: a cohort's value stands in its period.
-- A sum without a purchase that has no exchange rate would be too little, so there is none.
with

purchases as (

    select * from {{ ref('fct_orders') }}
    where
        is_purchase
        and customer_id is not null

),

valued as (

    select
        customer_id,
        case when count(*) = count(net_amount) then sum(net_amount) end as net_revenue

    from purchases
    group by customer_id

),

events as (

    select
        purchases.customer_id as event_id,
        purchases.customer_id,
        purchases.ordered_at as occurred_at,
        {{ metric_dimensions(['segment', 'region', 'channel']) }},
        valued.net_revenue as numerator,
        1 as denominator,
        1 as weight

    from purchases
    inner join valued
        on purchases.customer_id = valued.customer_id
    where
        purchases.purchase_number = 1
        and valued.net_revenue is not null

)

select * from events
