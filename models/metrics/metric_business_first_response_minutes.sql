-- A ticket without a reply counts with its age, as censored (denominator 0). A ticket solved
-- without a reply of an agent will never get one and is left out.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where
        business_first_response_minutes >= 0
        or (business_first_response_minutes is null and not is_solved and business_age_minutes >= 0)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        coalesce(business_first_response_minutes, business_age_minutes) as numerator,
        case when business_first_response_minutes is null then 0 else 1 end as denominator

    from tickets

)

select * from events
