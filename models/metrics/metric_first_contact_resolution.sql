-- Resolved at first contact: solved, never reopened, and no repeat contact about the same category
-- within some days. A ticket without a category is left out if its source has categories. A ticket
-- solved too recently is left out, too. A reopened ticket counts, solved again or not.
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
        1 as denominator

    from followed
    where watched_until <= as_of

)

select * from events
