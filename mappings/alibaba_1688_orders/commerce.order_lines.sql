-- A row is a line; what only an order's first row has is taken from there.
-- 一行一个货品；只写在订单首行的内容向下沿用。
with

numbered as (

    select
        orders.*,
        coalesce(orders."单价(元)", orders."单价（元）", orders."单价") as price,
        orders."数量" as line_quantity,
        orders."订单创建时间" as order_created_at,
        orders."订单付款时间" as order_paid_at,
        nullif(regexp_replace(orders."订单编号", '\s', '', 'g'), '') as own_order_id,
        orders._row_number - lag(orders._row_number) over (order by orders._row_number) > 1
            as is_after_gap
    from orders

),

-- Beyond a row that could not be read, a line's order is not known. 坏行之后不再沿用。
blocks as (

    select
        *,
        sum(case when is_after_gap then 1 else 0 end) over (order by _row_number) as block
    from numbered

),

filled as (

    select
        *,
        last_value(own_order_id ignore nulls) over earlier as order_id,
        last_value(nullif(trim(order_created_at), '') ignore nulls) over earlier as created_at,
        -- That of the order itself: an unpaid order has none. 未付款的订单没有付款时间。
        last_value(
            case
                when own_order_id is not null then coalesce(nullif(trim(order_paid_at), ''), '-')
            end ignore nulls
        ) over earlier as paid_at
    from blocks
    window earlier as (partition by block order by _row_number rows unbounded preceding)

)

select
    *,
    order_id || '-' || row_number() over (partition by order_id order by _row_number)
        as order_line_id,
    -- Exact, for example 12.50 x 3. 精确相乘。
    cast(
        cast(
            try_cast(replace(price, ',', '') as decimal(14, 4))
            * try_cast(replace(line_quantity, ',', '') as decimal(14, 3)) as decimal(28, 4)
        ) as varchar
    ) as line_amount
from filled
