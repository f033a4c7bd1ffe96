-- What happened to each ticket, from its events. Solved means passing from an unsolved state into
-- solved or closed; a later return to an unsolved state reopens it. Where the log does not say what
-- the state was before, the change before it does.
with

ticket_events as (

    select * from {{ ref('stg_support__ticket_events') }}
    where not is_deleted

),

stated as (

    select
        ticket_event_id,
        ticket_id,
        occurred_at,
        event_type,
        actor_type,
        lower(from_value) as from_state,
        lower(to_value) as to_state,
        lag(lower(to_value)) over (
            partition by ticket_id, event_type order by occurred_at, ticket_event_id
        ) as state_before

    from ticket_events

),

events as (

    select
        *,
        coalesce({{ is_solved_state('to_state') }}, false) as is_into_solved,
        {{ is_solved_state("coalesce(from_state, state_before, 'new')") }} as is_from_solved

    from stated

),

followed as (

    select
        ticket_id,
        min(case when event_type = 'public_reply' and actor_type = 'agent' then occurred_at end)
            as first_agent_reply_at,
        count(case when event_type = 'public_reply' and actor_type = 'agent' then 1 end)
            as agent_reply_count,
        min(
            case
                when event_type = 'status_changed' and is_into_solved and not is_from_solved
                    then occurred_at
            end
        ) as first_solved_at,
        max(
            case
                when event_type = 'status_changed' and is_into_solved and not is_from_solved
                    then occurred_at
            end
        ) as last_solved_at,
        count(
            case
                when event_type = 'status_changed' and is_from_solved and not is_into_solved then 1
            end
        ) as reopen_count,
        count(case when event_type = 'escalated' then 1 end) as escalation_count

    from events
    group by ticket_id

)

select * from followed
