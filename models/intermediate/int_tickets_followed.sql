-- The history of each ticket, from its events. If an agent opens a ticket, the first message is no
-- reply: the agent's next public reply is.
with

ticket_events as (

    select * from {{ ref('int_ticket_events_attributed') }}

),

tickets as (

    select * from {{ ref('stg_support__tickets') }}

),

states as (

    select
        ticket_id,
        min(case when is_solving then occurred_at end) as first_solved_at,
        max(case when is_solving then occurred_at end) as last_solved_at,
        count(case when is_reopening then 1 end) as reopen_count

    from {{ ref('int_ticket_states_changed') }}
    group by ticket_id

),

events as (

    select
        ticket_events.ticket_id,
        ticket_events.event_type,
        ticket_events.actor_type,
        ticket_events.event_type = 'public_reply'
        and ticket_events.actor_type = 'agent' as is_agent_reply,
        ticket_events.occurred_at > tickets.created_at as is_after_opening,
        ticket_events.event_type = 'public_reply'
        and ticket_events.actor_type = 'bot' as is_bot_reply,
        ticket_events.event_type = 'assigned'
        and ticket_events.from_value <> ticket_events.to_value as is_hand_off,
        greatest(ticket_events.occurred_at, tickets.created_at) as occurred_at

    from ticket_events
    inner join tickets
        on ticket_events.ticket_id = tickets.ticket_id

),

summed as (

    select
        ticket_id,
        min(case when event_type = 'created' then actor_type end) as opened_by,
        min(case when is_agent_reply then occurred_at end) as first_agent_reply_at,
        min(case when is_agent_reply and is_after_opening then occurred_at end)
            as first_later_reply_at,
        count(case when is_agent_reply then 1 end) as agent_reply_count,
        count(case when is_agent_reply and is_after_opening then 1 end) as later_reply_count,
        count(case when event_type = 'escalated' then 1 end) as escalation_count,
        count(case when is_hand_off then 1 end) as hand_off_count,
        min(case when is_bot_reply then occurred_at end) as first_bot_reply_at

    from events
    group by ticket_id

),

-- The handover of a bot is the assignment or escalation. Without one it is its last reply before
-- the first reply of an agent.
handed_over as (

    select
        events.ticket_id,
        min(
            case when events.event_type in ('assigned', 'escalated') then events.occurred_at end
        ) as passed_on_at,
        max(case when events.is_bot_reply then events.occurred_at end) as last_bot_reply_at

    from events
    inner join summed
        on
            events.ticket_id = summed.ticket_id
            and events.occurred_at >= summed.first_bot_reply_at
            and (
                summed.first_agent_reply_at is null
                or events.occurred_at <= summed.first_agent_reply_at
            )
    group by events.ticket_id

),

followed as (

    select
        summed.ticket_id,
        coalesce(summed.opened_by, 'customer') = 'customer' as is_opened_by_customer,
        case
            when summed.opened_by = 'agent' then summed.first_later_reply_at
            else summed.first_agent_reply_at
        end as first_agent_reply_at,
        case
            when summed.opened_by = 'agent' then summed.later_reply_count
            else summed.agent_reply_count
        end as agent_reply_count,
        states.first_solved_at,
        states.last_solved_at,
        coalesce(states.reopen_count, 0) as reopen_count,
        summed.escalation_count,
        summed.hand_off_count,
        summed.first_bot_reply_at,
        coalesce(
            handed_over.passed_on_at,
            case
                when summed.first_agent_reply_at is not null then handed_over.last_bot_reply_at
            end
        ) as handed_over_at

    from summed
    left join handed_over
        on summed.ticket_id = handed_over.ticket_id
    left join states
        on summed.ticket_id = states.ticket_id

)

select * from followed
