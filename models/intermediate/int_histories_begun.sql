-- The days from which the data show activity. Orders cover the past from the first delivered order
-- on; contracts do if there are no orders. Values that look back, such as lapsed customers, are
-- known that much later.
with

orders as (

    select min(order_date) as orders_begin_on
    from {{ ref('int_orders_converted') }}

),

contracts as (

    select min(starts_on) as contracts_begin_on
    from {{ ref('int_contracts_ended') }}
    where last_day_on is null or last_day_on >= starts_on

),

thresholds as (

    select max(case when threshold = 'lapsed_after' then days end) as lapsed_after_days
    from {{ ref('lifecycle_thresholds') }}

),

begun as (

    select
        orders.orders_begin_on,
        contracts.contracts_begin_on,
        coalesce(orders.orders_begin_on, contracts.contracts_begin_on) as activity_begins_on,
        thresholds.lapsed_after_days

    from orders
    cross join contracts
    cross join thresholds

),

dated as (

    select
        orders_begin_on,
        contracts_begin_on,
        activity_begins_on,
        -- From this day on, the data contain all activity of the days before each month.
        {{ date_plus_days('activity_begins_on', 'lapsed_after_days + 1') }} as lapses_known_from_on,
        -- Tiers sum twelve months.
        {{ date_plus_days('activity_begins_on', 365) }} as tiers_known_from_on

    from begun

)

select * from dated
