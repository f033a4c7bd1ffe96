-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- Messages of customers after a reply of an agent, each with the next reply of an agent. Of several
-- messages in a row the first counts. A message is left out if the ticket was then solved without a
-- reply.
with

replies as (

    select
        ticket_events.ticket_event_id,
        ticket_events.ticket_id,
        ticket_events.actor_type,
        greatest(ticket_events.occurred_at, tickets.created_at) as replied_at,
        ticket_events._load_number,
        ticket_events._row_number

    from {{ ref('int_ticket_events_attributed') }} as ticket_events
    inner join {{ ref('int_tickets_counted') }} as tickets
        on ticket_events.ticket_id = tickets.ticket_id
    where
        ticket_events.event_type = 'public_reply'
        and ticket_events.actor_type in ('customer', 'agent')

),

followed as (

    select
        ticket_event_id,
        ticket_id,
        actor_type,
        replied_at as asked_at,
        lag(actor_type) over (
            partition by ticket_id
            order by replied_at asc, _load_number asc, _row_number asc
        ) as actor_type_before,
        min(case when actor_type = 'agent' then replied_at end) over (
            partition by ticket_id
            order by replied_at asc, _load_number asc, _row_number asc
            rows between 1 following and unbounded following
        ) as answered_at

    from replies

),

questions as (

    select
        followed.ticket_event_id,
        followed.ticket_id,
        tickets.schedule,
        followed.asked_at,
        followed.answered_at is not null as is_answered,
        coalesce(followed.answered_at, as_of.as_of) as ended_at

    from followed
    inner join {{ ref('int_tickets_counted') }} as tickets
        on followed.ticket_id = tickets.ticket_id
    cross join {{ ref('int_as_of') }} as as_of
    where
        followed.actor_type = 'customer'
        and followed.actor_type_before = 'agent'
        and (followed.answered_at is not null or not tickets.is_solved)

),

timed as (

    select
        questions.ticket_event_id,
        questions.ticket_id,
        questions.asked_at,
        questions.is_answered,
        {{ minutes_between('questions.asked_at', 'questions.ended_at') }} as minutes,
        cast(
            {{ clock_reading('ended', 'questions', 'questions.ended_at') }}
            - {{ clock_reading('asked', 'questions', 'questions.asked_at') }} as double
        ) / 60000000.0 as business_minutes

    from questions
    {{ clock_joins('asked', 'questions', 'questions.asked_at') }}
    {{ clock_joins('ended', 'questions', 'questions.ended_at') }}

)

select * from timed
