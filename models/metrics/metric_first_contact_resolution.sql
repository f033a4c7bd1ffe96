-- Solved, never reopened, and the customer did not come back about the same until some days after.
-- Of a ticket without a category, in a source that has them, nobody knows: it is left out.
-- A ticket solved too lately to know is left out; one reopened since, solved again or not, is not.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where first_solved_at is not null

),

followed as (

    select
        tickets.*,
        {{ plus_days('tickets.first_solved_at', var('first_contact_resolution_days')) }}
            as watched_until,
        as_of.as_of

    from tickets
    cross join {{ ref('int_as_of') }} as as_of
    where coalesce(tickets.is_followed, true)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case
            when is_reopened or not is_solved then 0
            when next_contact_at < watched_until then 0
            else 1
        end as numerator,
        1 as denominator,
        1 as weight

    from followed
    where watched_until <= as_of

)

select * from events
