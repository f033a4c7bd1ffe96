-- Facts about a whole source that only all its rows together show. Models read each row with them.
with

loyalty_transactions as (

    select * from {{ ref('stg_commerce__loyalty_transactions') }}
    where not is_deleted

),

order_lines as (

    select * from {{ ref('stg_commerce__order_lines') }}
    where not is_deleted

),

-- Some loyalty programmes write redeemed points as positive numbers, others as negative ones. A
-- reversed redemption is positive in the second kind, so the majority of the rows decides.
points as (

    select sum(case when points > 0 then 1 when points < 0 then -1 end) > 0 as has_unsigned_points
    from loyalty_transactions
    where transaction_type in ('redeem', 'expire')

),

categories as (

    select count(*) > 0 as has_product_categories
    from order_lines
    where
        quantity > 0
        and product_category is not null

),

ticket_categories as (

    select count(*) > 0 as has_ticket_categories
    from {{ ref('stg_support__tickets') }}
    where
        not is_deleted
        and category is not null

),

observed as (

    select
        points.has_unsigned_points,
        categories.has_product_categories,
        ticket_categories.has_ticket_categories

    from points
    cross join categories
    cross join ticket_categories

)

select * from observed
