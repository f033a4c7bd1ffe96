with

orders as (

    select * from {{ ref('int_orders_converted') }}
    {{ where_to_rebuild('customer_id') }}

),

numbered as (

    select
        *,
        case
            when is_purchase and customer_id is not null
                then row_number() over (
                    partition by customer_id, is_purchase
                    order by ordered_at asc, _load_number asc, _row_number asc
                )
        end as purchase_number,
        case
            when is_purchase and customer_id is not null
                then lead(order_date) over (
                    partition by customer_id, is_purchase
                    order by ordered_at asc, _load_number asc, _row_number asc
                )
        end as next_purchased_on

    from orders

),

described as (

    select
        orders.order_id,
        orders.customer_id,
        orders.ordered_at,
        orders.order_date,
        orders.order_status,
        orders.is_purchase,
        orders.is_revenue,
        cast(orders.purchase_number as bigint) as purchase_number,
        cast(
            {{ days_between('orders.order_date', 'orders.next_purchased_on') }} as integer
        ) as days_to_next_purchase,
        orders.channel,
        orders.store,
        orders.order_region,
        orders.promotion,
        orders.currency,
        orders.base_per_unit,
        orders.amount,
        cast(orders.discount_amount as decimal(18, 4)) as discount_amount,
        cast(orders.refund_amount as decimal(18, 4)) as refund_amount,
        orders.cost_amount,
        orders.net_amount,
        orders.margin_amount,
        orders.promised_delivery_on,
        orders.delivered_at,
        cast({{ local_time('orders.delivered_at') }} as date) > orders.promised_delivery_on
            as is_delivered_late,
        version.segment,
        coalesce(version.region, orders.order_region) as region,
        standing.value_tier,
        standing.lifecycle_stage

    from numbered as orders
    {{ as_of_event('orders', 'ordered_at') }}

)

{{ with_custom_columns('described', 'fct_orders') }}
