-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
with

orders as (

    select
        "order".*,
        nullif(trim("order".cancelled_at), '') as cancellation,
        "order".location_id as sold_at_id,
        "order"._fivetran_synced as order_synced_at,
        coalesce("order".total_price_set_shop_currency_code, "order".currency) as shop_currency,
        lower(coalesce("order".display_financial_status, "order".financial_status)) as payment,
        lower(coalesce("order".display_fulfillment_status, "order".fulfillment_status)) as shipment,
        -- What the customer paid in another currency, as Shopify writes both.
        "order".total_price_set ->> '$.presentment_money.currency_code' as paid_currency,
        try_cast("order".total_price_set ->> '$.presentment_money.amount' as decimal(18, 4))
            as paid_amount,
        try_cast("order".total_price_set ->> '$.shop_money.amount' as decimal(18, 4))
            as shop_amount
    from "order"
    where
        coalesce(lower("order"._fivetran_deleted), 'false') = 'false'
        and coalesce(lower("order".test), 'false') = 'false'

),

-- A refund that is pending or has failed is no money paid back.
refunds as (

    select
        orders.id as order_id,
        "transaction"._fivetran_synced as synced_at,
        case
            when "transaction".amount_set_shop_amount is not null
                then try_cast("transaction".amount_set_shop_amount as decimal(18, 4))
            when coalesce("transaction".currency, orders.shop_currency) = orders.shop_currency
                then try_cast("transaction".amount as decimal(18, 4))
            when "transaction".currency_exchange_currency = orders.shop_currency
                then try_cast("transaction".currency_exchange_final_amount as decimal(18, 4))
            when "transaction".currency = orders.paid_currency and orders.paid_amount > 0
                then round(
                    try_cast("transaction".amount as decimal(18, 4))
                    * orders.shop_amount / orders.paid_amount, 2
                )
        end as amount
    from "transaction"
    inner join orders on "transaction".order_id = orders.id
    where
        lower("transaction".kind) = 'refund'
        and lower("transaction".status) = 'success'

),

refunded as (

    select
        refunds.order_id,
        max(refunds.synced_at) as synced_at,
        case
            when count(*) > count(refunds.amount) then 'refund in an unknown currency'
            else cast(cast(sum(refunds.amount) as decimal(18, 4)) as varchar)
        end as amount
    from refunds
    group by refunds.order_id

),

arrivals as (

    select
        fulfillment_event.fulfillment_id,
        min(fulfillment_event.happened_at) as arrived_at,
        max(fulfillment_event._fivetran_synced) as synced_at
    from fulfillment_event
    where
        lower(fulfillment_event.status) = 'delivered'
        and coalesce(lower(fulfillment_event._fivetran_deleted), 'false') = 'false'
    group by fulfillment_event.fulfillment_id

),

-- An order has arrived with its last parcel.
parcels as (

    select
        fulfillment.order_id,
        max(arrivals.synced_at) as synced_at,
        max(arrivals.arrived_at) as last_arrived_at,
        count(*) = count(arrivals.arrived_at) as have_all_times,
        count(*) = sum(
            case
                when arrivals.arrived_at is not null then 1
                when lower(fulfillment.shipment_status) = 'delivered' then 1
                when lower(fulfillment.display_status) = 'delivered' then 1
                else 0
            end
        ) as have_all_arrived
    from fulfillment
    left join arrivals on fulfillment.id = arrivals.fulfillment_id
    where coalesce(lower(fulfillment.status), '') not in ('cancelled', 'error', 'failure')
    group by fulfillment.order_id

),

codes as (

    select
        order_discount_code.order_id,
        order_discount_code.code,
        row_number() over (
            partition by order_discount_code.order_id
            order by try_cast(order_discount_code.index as integer), order_discount_code.code
        ) as place
    from order_discount_code

)

select
    orders.*,
    greatest(orders.order_synced_at, refunded.synced_at, parcels.synced_at) as synced_at,
    location.name as location_name,
    codes.code as discount_code,
    coalesce(refunded.amount, '0') as refunded,
    case
        when orders.shipment = 'fulfilled' and parcels.have_all_times
            then parcels.last_arrived_at
    end as delivered_at,
    case
        when orders.cancellation is not null or orders.payment in ('voided', 'expired')
            then 'cancelled'
        when orders.payment = 'refunded' then 'returned'
        when orders.shipment = 'fulfilled' and parcels.have_all_arrived then 'delivered'
        when orders.shipment = 'fulfilled' then 'shipped'
        when orders.payment in ('paid', 'partially_refunded') then 'paid'
        when orders.payment in ('pending', 'authorized', 'partially_paid', 'unpaid')
            then 'placed'
        -- A state that is new to this mapping is quarantined.
        else coalesce(orders.payment, 'placed')
    end as order_status
from orders
left join refunded on orders.id = refunded.order_id
left join parcels on orders.id = parcels.order_id
left join codes on orders.id = codes.order_id and codes.place = 1
left join location on orders.sold_at_id = location.id
