-- Contained: solved without a reply of an agent. An open ticket with bot replies only is left out,
-- because its outcome is open.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where
        first_bot_reply_at is not null
        and (is_solved or agent_reply_count > 0)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when agent_reply_count = 0 then 1 else 0 end as numerator,
        1 as denominator

    from tickets

)

select * from events
