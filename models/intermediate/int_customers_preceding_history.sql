-- Customers known before the orders begin: they may have bought before, so their first purchase in
-- the data may not be their first. A company that opens its shop also has customers from the weeks
-- before. So these customers count only if the orders begin after the business did. The test: more
-- than a tenth of the buyers known before had been known for longer than a first purchase takes.
with

history as (

    select * from {{ ref('int_histories_begun') }}

),

customers as (

    select
        merged.surviving_customer_id as customer_id,
        cast({{ local_time('min(customers.created_at)') }} as date) as created_on

    from {{ ref('int_customers_known') }} as customers
    inner join {{ ref('int_customers_merged') }} as merged
        on customers.customer_id = merged.customer_id
    group by merged.surviving_customer_id

),

buyers as (

    select customer_id
    from {{ ref('int_orders_converted') }}
    where is_purchase
    group by customer_id

),

preceding as (

    select
        customers.customer_id,
        customers.created_on,
        buyers.customer_id is not null as is_buyer,
        {{ days_between('customers.created_on', 'history.orders_begin_on') }}
        > {{ var('lifecycle_step_days').first_purchase }} as is_long_known

    from customers
    inner join history
        on customers.created_on < history.orders_begin_on
    left join buyers
        on customers.customer_id = buyers.customer_id

),

counted as (

    select
        count(case when is_buyer then 1 end) as buyer_count,
        count(case when is_buyer and is_long_known then 1 end) as long_known_buyer_count

    from preceding

),

kept as (

    select
        preceding.customer_id,
        preceding.created_on,
        preceding.is_buyer

    from preceding
    inner join counted
        on counted.long_known_buyer_count * 10 > counted.buyer_count

)

select * from kept
