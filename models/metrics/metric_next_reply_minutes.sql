-- A message without a reply has waited at least that long: it is censored (denominator 0).
with

replies as (

    select * from {{ ref('int_ticket_questions_answered') }}
    where minutes >= 0

),

tickets as (

    select * from {{ ref('fct_tickets') }}

),

events as (

    select
        replies.ticket_event_id as event_id,
        tickets.customer_id,
        replies.asked_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        replies.minutes as numerator,
        case when replies.is_answered then 1 else 0 end as denominator

    from replies
    inner join tickets
        on replies.ticket_id = tickets.ticket_id

)

select * from events
