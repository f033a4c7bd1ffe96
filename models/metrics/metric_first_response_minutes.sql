-- A ticket still waiting has waited at least so long: it counts as unfinished (denominator 0), not
-- as absent. A ticket solved without an agent's reply will never get one and is left out.
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
        case when first_response_minutes is null then 0 else 1 end as denominator,
        1 as weight

    from tickets

)

select * from events
