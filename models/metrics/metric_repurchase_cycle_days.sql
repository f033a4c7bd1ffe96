-- A customer without a second purchase has waited at least until today: censored (denominator 0),
-- not left out.
with

first_purchases as (

    select orders.*
    from {{ ref('fct_orders') }} as orders
    left join {{ ref('int_customers_preceding_history') }} as preceding
        on orders.customer_id = preceding.customer_id
    where
        orders.purchase_number = 1
        and preceding.customer_id is null

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

events as (

    select
        first_purchases.customer_id as event_id,
        first_purchases.customer_id,
        first_purchases.ordered_at as occurred_at,
        {{ metric_dimensions('fct_orders', without={
            'value_tier': 'Before the first purchase it is the same for everybody.',
            'lifecycle_stage': 'Before the first purchase it is the same for everybody.',
        }) }},
        coalesce(
            first_purchases.days_to_next_purchase,
            {{ days_between('first_purchases.order_date', 'as_of.as_of_date') }}
        ) as numerator,
        case when first_purchases.days_to_next_purchase is not null then 1 else 0 end
            as denominator

    from first_purchases
    cross join as_of
    -- The variable as_of may be before the end of the data.
    where
        first_purchases.days_to_next_purchase is not null
        or first_purchases.order_date <= as_of.as_of_date

)

select * from events
