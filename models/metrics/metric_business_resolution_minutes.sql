-- An unsolved ticket counts with its age, as censored (denominator 0). A solved ticket without the
-- time of its solving is left out.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where
        business_resolution_minutes >= 0
        or (not is_solved and business_age_minutes >= 0)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        coalesce(business_resolution_minutes, business_age_minutes) as numerator,
        case when is_solved then 1 else 0 end as denominator

    from tickets

)

select * from events
