-- The log of each ticket, with public replies at the ticket that stands for it: a customer who was
-- answered in a ticket that was merged has been answered. What a bot wrote there stays: it greets
-- the second ticket of somebody who was served. Some help desks write bots as agents: who had the
-- role bot on that day is one.
with

events as (

    select * from {{ ref('stg_support__ticket_events') }}
    where not is_deleted

),

merged as (

    select * from {{ ref('int_tickets_merged') }}

),

versions as (

    select
        *,
        max(case when role = 'bot' then 1 else 0 end) over (partition by agent_id) as was_bot

    from {{ ref('base_support__agents') }}
    where _status in ('accepted', 'superseded')

),

-- Of several versions that hold on a day the one written last counts.
acting as (

    select
        events.ticket_event_id,
        versions.role,
        row_number() over (
            partition by events.ticket_event_id
            order by
                versions.updated_at desc, versions._load_number desc, versions._row_number desc
        ) as place

    from events
    inner join versions
        on
            events.actor_id = versions.agent_id
            and (
                versions.valid_from is null
                or versions.valid_from <= cast({{ local_time('events.occurred_at') }} as date)
            )
            and (
                versions.valid_to is null
                or versions.valid_to >= cast({{ local_time('events.occurred_at') }} as date)
            )
    where
        events.actor_type = 'agent'
        and versions.was_bot = 1

),

attributed as (

    select
        events.ticket_event_id,
        case
            when
                events.event_type = 'public_reply'
                and events.actor_type <> 'bot'
                and coalesce(acting.role, 'agent') <> 'bot'
                then coalesce(merged.surviving_ticket_id, events.ticket_id)
            else events.ticket_id
        end as ticket_id,
        events.event_type,
        case when acting.role = 'bot' then 'bot' else events.actor_type end as actor_type,
        events.actor_id,
        events.from_value,
        events.to_value,
        events.occurred_at,
        events._load_number,
        events._row_number

    from events
    left join merged
        on events.ticket_id = merged.ticket_id
    left join acting
        on
            events.ticket_event_id = acting.ticket_event_id
            and acting.place = 1

)

select * from attributed
