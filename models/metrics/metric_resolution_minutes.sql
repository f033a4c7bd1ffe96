-- An unsolved ticket has taken at least that long: it is censored (denominator 0), not left out. A
-- solved ticket without the time of its solving is left out.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where
        resolution_minutes >= 0
        or not is_solved

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when is_solved then resolution_minutes else age_minutes end as numerator,
        case when is_solved then 1 else 0 end as denominator

    from tickets

)

select * from events
