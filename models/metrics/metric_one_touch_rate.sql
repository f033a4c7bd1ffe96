-- A ticket solved without a reply of an agent took no touch, so it is left out.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where
        is_solved
        and agent_reply_count > 0

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when agent_reply_count = 1 and not is_reopened then 1 else 0 end as numerator,
        1 as denominator

    from tickets

)

select * from events
