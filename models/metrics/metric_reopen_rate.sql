-- A recently solved ticket may still be reopened. It is left out until its days are over.
with

tickets as (

    select
        tickets.*,
        {{ plus_days('tickets.first_solved_at', var('first_contact_resolution_days')) }}
            as watched_until,
        as_of.as_of

    from {{ ref('fct_tickets') }} as tickets
    cross join {{ ref('int_as_of') }} as as_of
    where tickets.first_solved_at is not null

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when is_reopened then 1 else 0 end as numerator,
        1 as denominator

    from tickets
    where watched_until <= as_of

)

select * from events
