-- Only calls, visits and care contacts count, because they record whether the customer was reached.
-- A sent message does not show that.
with

activities as (

    select * from {{ ref('fct_activities') }}
    where
        is_reached is not null

),

events as (

    select
        activity_id as event_id,
        customer_id,
        occurred_at,
        {{ metric_dimensions('fct_activities') }},
        case when is_reached then 1 else 0 end as numerator,
        1 as denominator

    from activities

)

select * from events
