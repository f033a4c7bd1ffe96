-- A row per buyer, dated on the first purchase. The numerator is 1 if the customer bought again.
-- Left out are customers known before the orders begin: their first purchase is unknown.
with

purchases as (

    select * from {{ ref('fct_orders') }}
    where
        is_purchase
        and customer_id is not null

),

repeated as (

    select
        customer_id,
        max(purchase_number) as purchase_count

    from purchases
    group by customer_id

),

events as (

    select
        purchases.customer_id as event_id,
        purchases.customer_id,
        purchases.ordered_at as occurred_at,
        {{ metric_dimensions('fct_orders', without={
            'value_tier': 'Before the first purchase it is the same for everybody.',
            'lifecycle_stage': 'Before the first purchase it is the same for everybody.',
        }) }},
        case when repeated.purchase_count >= 2 then 1 else 0 end as numerator,
        1 as denominator

    from purchases
    inner join repeated
        on purchases.customer_id = repeated.customer_id
    left join {{ ref('int_customers_preceding_history') }} as preceding
        on purchases.customer_id = preceding.customer_id
    where
        purchases.purchase_number = 1
        and preceding.customer_id is null

)

select * from events
