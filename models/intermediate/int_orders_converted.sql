-- Orders of the surviving customer, with amounts in the base currency. A purchase is an order that
-- was neither cancelled nor returned nor refunded in full, and had a price. Some shops write a
-- refund as a separate order with a negative amount: it is negative revenue and no purchase.
with

orders as (

    select * from {{ ref('stg_commerce__orders') }}
    where not is_deleted

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

converted as (

    select
        orders.order_id,
        coalesce(merged.surviving_customer_id, orders.customer_id) as customer_id,
        orders.ordered_at,
        cast({{ local_time('orders.ordered_at') }} as date) as order_date,
        orders.order_status,
        orders.channel,
        orders.store,
        orders.region as order_region,
        orders.promotion,
        coalesce(orders.currency, '{{ base_currency() }}') as currency,
        orders.amount,
        coalesce(orders.discount_amount, 0) as discount_amount,
        coalesce(orders.refund_amount, 0) as refund_amount,
        orders.cost_amount,
        rates.base_per_unit,
        orders.promised_delivery_on,
        orders.delivered_at,
        orders.payment_failed_at,
        orders._load_number,
        orders._row_number,
        {{ is_kept_order('orders.order_status') }} and orders.amount <> 0 as is_revenue,
        {{ is_kept_order('orders.order_status') }}
        and orders.amount > 0
        and coalesce(orders.refund_amount, 0) <> orders.amount as is_purchase

    from orders
    left join merged
        on orders.customer_id = merged.customer_id
    left join rates
        on
            coalesce(orders.currency, '{{ base_currency() }}') = rates.currency
            and cast({{ local_time('orders.ordered_at') }} as date) >= rates.valid_from
            and cast({{ local_time('orders.ordered_at') }} as date) < rates.valid_to

),

valued as (

    select
        *,
        {{ base_amount('amount - refund_amount', 'base_per_unit') }} as net_amount,
        {{ base_amount('amount - refund_amount - cost_amount', 'base_per_unit') }} as margin_amount

    from converted

)

select * from valued
{{ where_to_rebuild('customer_id') }}
