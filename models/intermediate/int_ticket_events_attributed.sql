-- The log of each ticket, with public replies moved to the surviving ticket of a merge: a reply in
-- a merged ticket has answered the customer. Messages of bots stay: a bot greets the second ticket
-- of a customer who was already served. Some help desks write bots as agents: an agent with the
-- role bot on that day is a bot.
with

events as (

    select * from {{ ref('stg_support__ticket_events') }}
    where not is_deleted

),

merged as (

    select * from {{ ref('int_tickets_merged') }}

),

agents_acting as (

    select * from events
    where actor_type = 'agent'

),

bots as (

    {{ rows_of_bots('agents_acting', 'ticket_event_id', 'actor_id', 'occurred_at') }}

),

attributed as (

    select
        events.ticket_event_id,
        case
            when
                events.event_type = 'public_reply'
                and events.actor_type <> 'bot'
                and bots.ticket_event_id is null
                then coalesce(merged.surviving_ticket_id, events.ticket_id)
            else events.ticket_id
        end as ticket_id,
        events.event_type,
        case when bots.ticket_event_id is null then events.actor_type else 'bot' end as actor_type,
        events.actor_id,
        events.from_value,
        events.to_value,
        events.occurred_at,
        events._load_number,
        events._row_number

    from events
    left join merged
        on events.ticket_id = merged.ticket_id
    left join bots
        on events.ticket_event_id = bots.ticket_event_id

)

select * from attributed
