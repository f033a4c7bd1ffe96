-- The first purchase of a customer in each category, and the days to the next order with that
-- category, or so far. Left out are customers known before the orders begin: their first purchase
-- is unknown.
with

lines as (

    select * from {{ ref('fct_order_lines') }}
    where
        is_purchase
        and is_sale
        and customer_id is not null
        and product_category is not null

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

-- Several lines of a category in one order are one purchase.
category_purchases as (

    select
        product_category,
        customer_id,
        order_id,
        ordered_at,
        order_date

    from lines
    group by product_category, customer_id, order_id, ordered_at, order_date

),

numbered as (

    select
        product_category,
        customer_id,
        order_date,
        row_number() over in_time as purchase_number,
        lead(order_date) over in_time as next_purchased_on

    from category_purchases
    window in_time as (
        partition by customer_id, product_category order by ordered_at, order_id
    )

),

followed as (

    select
        numbered.product_category,
        numbered.customer_id,
        cast(
            {{ days_between('numbered.order_date', 'as_of.as_of_date') }} as integer
        ) as followed_days,
        cast(
            {{ days_between('numbered.order_date', 'numbered.next_purchased_on') }} as integer
        ) as days_to_next_purchase

    from numbered
    cross join as_of
    left join {{ ref('int_customers_preceding_history') }} as preceding
        on numbered.customer_id = preceding.customer_id
    where
        numbered.purchase_number = 1
        and preceding.customer_id is null

)

select * from followed
