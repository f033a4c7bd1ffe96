-- A promise counts once its outcome is known: when it was kept, or when its time had passed.
with

tickets as (

    select
        tickets.*,
        coalesce(tickets.first_agent_reply_at, tickets.solved_at) as kept_at,
        as_of.as_of

    from {{ ref('fct_tickets') }} as tickets
    cross join {{ ref('int_as_of') }} as as_of
    where tickets.first_response_due_at is not null

),

known as (

    select * from tickets
    where
        kept_at is not null
        or (first_response_due_at < as_of and not is_solved)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when kept_at <= first_response_due_at then 1 else 0 end as numerator,
        1 as denominator

    from known

)

select * from events
