-- Orders are the chances to complain, complaints the events. A complaint is sold and told in
-- different channels, so the channel is left out.
with

orders as (

    select * from {{ ref('fct_orders') }}
    where is_purchase

),

complaints as (

    select * from {{ ref('fct_tickets') }}
    where is_complaint

),

exposures as (

    select
        {{ joined_key(["'order'", 'order_id']) }} as event_id,
        customer_id,
        ordered_at as occurred_at,
        {{ metric_dimensions(['segment', 'region', 'value_tier', 'lifecycle_stage']) }},
        0 as numerator,
        1 as denominator,
        1 as weight

    from orders

),

occurrences as (

    select
        {{ joined_key(["'ticket'", 'ticket_id']) }} as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions(['segment', 'region', 'value_tier', 'lifecycle_stage']) }},
        1 as numerator,
        0 as denominator,
        1 as weight

    from complaints

),

events as (

    select * from exposures
    union all
    select * from occurrences

)

select * from events
