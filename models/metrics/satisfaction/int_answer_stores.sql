-- The store of an answer. An answer about an order has the store of the order. An answer about
-- neither an order nor a ticket has the store of the customer's newest earlier purchase.
with

answers as (

    select * from {{ ref('int_answers_dated') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

purchases as (

    select
        customer_id,
        order_id,
        ordered_at,
        store

    from orders
    where is_purchase

),

candidates as (

    select
        answers.survey_response_id,
        purchases.store,
        row_number() over (
            partition by answers.survey_response_id
            order by purchases.ordered_at desc, purchases.order_id desc
        ) as age_rank

    from answers
    inner join purchases
        on
            answers.customer_id = purchases.customer_id
            and answers.responded_at >= purchases.ordered_at
    where
        answers.order_id is null
        and answers.ticket_id is null

),

stores as (

    select
        survey_response_id,
        store

    from candidates
    where
        age_rank = 1
        and store is not null

    union all

    select
        answers.survey_response_id,
        orders.store

    from answers
    inner join orders
        on answers.order_id = orders.order_id
    where orders.store is not null

)

select * from stores
