-- How the sources write, told by all their rows together; facts read each row by it.
with

loyalty_transactions as (

    select * from {{ ref('stg_commerce__loyalty_transactions') }}
    where not is_deleted

),

order_lines as (

    select * from {{ ref('stg_commerce__order_lines') }}
    where not is_deleted

),

-- Some programmes write what was taken off as a size, others with a minus. A redemption given back
-- is above 0 in the second kind, so the kind is told by what most of them are.
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
