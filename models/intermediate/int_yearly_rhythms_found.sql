-- The customers who come once a year, such as each December, from the day on which this is known. A
-- season begins with an order after a pause in which other customers would have lapsed. The rhythm
-- is known with the third season that begins a year after the one before, and holds until the next.
-- Orders count as placed: a later cancellation was not known then.
with

orders as (

    select
        customer_id,
        order_date

    from {{ ref('int_orders_converted') }}
    where
        customer_id is not null
        and amount > 0
    group by customer_id, order_date

),

thresholds as (

    select
        max(case when threshold = 'lapsed_after' then days end) as lapsed_after_days,
        max(case when threshold = 'season_tolerance' then days end) as season_tolerance_days

    from {{ ref('lifecycle_thresholds') }}

),

followed as (

    select
        *,
        lag(order_date) over (partition by customer_id order by order_date) as previous_order_date

    from orders

),

seasons as (

    select
        followed.customer_id,
        followed.order_date as season_began_on,
        thresholds.season_tolerance_days

    from followed
    cross join thresholds
    where
        followed.previous_order_date is null
        or {{ days_between('followed.previous_order_date', 'followed.order_date') }}
        > thresholds.lapsed_after_days

),

compared as (

    select
        *,
        lag(season_began_on) over in_time as previous_season_began_on,
        lag(season_began_on, 2) over in_time as second_season_back_began_on,
        lead(season_began_on) over in_time as next_season_began_on

    from seasons
    window in_time as (partition by customer_id order by season_began_on)

),

found as (

    select
        customer_id,
        season_began_on,
        next_season_began_on,
        365 as at_risk_after_days,
        365 + season_tolerance_days as lapsed_after_days

    from compared
    where
        abs({{ days_between('previous_season_began_on', 'season_began_on') }} - 365)
        <= season_tolerance_days
        and abs(
            {{ days_between('second_season_back_began_on', 'previous_season_began_on') }} - 365
        ) <= season_tolerance_days

)

select * from found
