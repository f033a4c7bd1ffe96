-- A younger ticket is left out, solved or not. Otherwise the newest days would hold the quick ones
-- only (bias). A solved ticket without the time of its solving is left out, too.
with

tickets as (

    select
        tickets.*,
        {{ plus_days('tickets.created_at', var('service_completion_days')) }} as watched_until,
        as_of.as_of

    from {{ ref('fct_tickets') }} as tickets
    cross join {{ ref('int_as_of') }} as as_of
    where
        tickets.first_solved_at is not null
        or not tickets.is_solved

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when first_solved_at < watched_until then 1 else 0 end as numerator,
        1 as denominator

    from tickets
    where watched_until <= as_of

)

select * from events
