-- From which day on the data know of activity: orders tell of the past only from the first one
-- delivered on; contracts do where there are no orders. What looks back is known as much later.
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
        -- Of a month from this day on, everybody active in the days before it has been seen.
        {{ date_plus_days('activity_begins_on', 'lapsed_after_days + 1') }} as lapses_known_from_on,
        -- Tiers count twelve months.
        {{ date_plus_days('activity_begins_on', 365) }} as tiers_known_from_on

    from begun

)

select * from dated
