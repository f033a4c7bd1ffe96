-- An order is returned as a whole, or some of its units come back: as lines with units below 0.
with

order_lines as (

    select * from {{ ref('stg_commerce__order_lines') }}
    where not is_deleted

),

orders as (

    select * from {{ ref('fct_orders') }}
    {{ where_to_rebuild('customer_id') }}

),

joined as (

    select
        order_lines.order_line_id,
        order_lines.order_id,
        orders.customer_id,
        orders.ordered_at,
        orders.order_date,
        orders.order_status,
        orders.is_purchase,
        order_lines.product_id,
        order_lines.product_category,
        order_lines.quantity,
        order_lines.quantity > 0 as is_sale,
        min(order_lines.quantity) over same_product < 0 as is_taken_back,
        max(order_lines.quantity) over same_product > 0 as is_sold,
        orders.currency,
        order_lines.amount,
        {{ base_amount('order_lines.amount', 'orders.base_per_unit') }} as gross_amount,
        orders.channel,
        orders.store,
        orders.promotion,
        orders.segment,
        orders.region,
        orders.value_tier,
        orders.lifecycle_stage

    from order_lines
    inner join orders
        on order_lines.order_id = orders.order_id
    window same_product as (
        partition by order_lines.order_id, order_lines.product_id
    )

),

described as (

    select
        order_line_id,
        order_id,
        customer_id,
        ordered_at,
        order_date,
        order_status,
        is_purchase,
        product_id,
        product_category,
        quantity,
        is_sale,
        case
            when quantity > 0 then order_status = 'returned' or is_taken_back
            when quantity < 0 and is_sold then true
        end as is_returned,
        currency,
        amount,
        gross_amount,
        channel,
        store,
        promotion,
        segment,
        region,
        value_tier,
        lifecycle_stage

    from joined

)

{{ with_custom_columns('described', 'fct_order_lines') }}
