-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
with

-- A line has its share of every discount, also of one on all lines.
allocated as (

    select
        discount_allocation.order_line_id,
        sum(
            cast(
                coalesce(
                    discount_allocation.allocated_amount_set_shop_amount,
                    discount_allocation.amount_set_shop_money_amount,
                    discount_allocation.amount
                ) as decimal(18, 4)
            )
        ) as amount
    from discount_allocation
    group by discount_allocation.order_line_id

)

select
    order_line.*,
    "order".updated_at as order_updated_at,
    product.product_type,
    cast(
        cast(
            coalesce(
                try_cast(order_line.original_total_set_shop_amount as decimal(18, 4)),
                try_cast(order_line.price as decimal(18, 4))
                * try_cast(order_line.quantity as decimal(12, 0))
            )
            - coalesce(
                allocated.amount,
                try_cast(order_line.total_discount_set_shop_amount as decimal(18, 4)),
                try_cast(order_line.total_discount as decimal(18, 4)),
                0
            ) as decimal(18, 4)
        ) as varchar
    ) as line_amount
from order_line
left join "order" on order_line.order_id = "order".id
left join product on order_line.product_id = product.id
left join allocated on order_line.id = allocated.order_line_id
where
    coalesce(lower(order_line._fivetran_deleted), 'false') = 'false'
    and coalesce(lower("order"._fivetran_deleted), 'false') = 'false'
    and coalesce(lower("order".test), 'false') = 'false'
