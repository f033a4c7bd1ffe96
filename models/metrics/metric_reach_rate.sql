-- A message that was sent reached nobody yet, as far as we know: only calls, visits and care
-- contacts say whether the customer was met.
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
        1 as denominator,
        1 as weight

    from activities

)

select * from events
