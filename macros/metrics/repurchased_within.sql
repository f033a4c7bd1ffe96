{#-
    The events of a repurchase rate within some days. A customer counts if the first purchase is at
    least that many days ago. The numerator is 1 if a second purchase came within them. Left out are
    customers with a newer first purchase: they have had less time. Left out, too, are customers
    known before the orders begin: they may have bought before.
-#}
{% macro repurchased_within(days) -%}
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
        case
            when first_purchases.days_to_next_purchase <= {{ days }} then 1
            else 0
        end as numerator,
        1 as denominator

    from first_purchases
    cross join as_of
    where {{ days_between('first_purchases.order_date', 'as_of.as_of_date') }} >= {{ days }}

)

select * from events
{%- endmacro %}
