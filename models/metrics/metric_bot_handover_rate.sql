-- An open ticket without a handover is left out: the handover may still come.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where
        first_bot_reply_at is not null
        and (is_solved or handed_over_at is not null)

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when handed_over_at is not null then 1 else 0 end as numerator,
        1 as denominator

    from tickets

)

select * from events
