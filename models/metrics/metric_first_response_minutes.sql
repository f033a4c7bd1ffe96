-- A ticket without a reply has waited at least that long: it is censored (denominator 0), not left
-- out. A ticket solved without a reply of an agent will never get one and is left out.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where
        first_response_minutes >= 0
        or (first_response_minutes is null and not is_solved)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        coalesce(first_response_minutes, age_minutes) as numerator,
        case when first_response_minutes is null then 0 else 1 end as denominator

    from tickets

)

select * from events
