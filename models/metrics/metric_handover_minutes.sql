-- A ticket that no agent has taken over has waited at least that long: it is censored (denominator
-- 0). A ticket solved before a reply of an agent is left out.
with

tickets as (

    select
        tickets.*,
        as_of.as_of

    from {{ ref('fct_tickets') }} as tickets
    cross join {{ ref('int_as_of') }} as as_of
    where
        tickets.handed_over_at is not null
        and (tickets.first_agent_reply_at is not null or not tickets.is_solved)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        {{ minutes_between('handed_over_at', 'coalesce(first_agent_reply_at, as_of)') }}
            as numerator,
        case when first_agent_reply_at is null then 0 else 1 end as denominator

    from tickets
    where coalesce(first_agent_reply_at, as_of) >= handed_over_at

)

select * from events
