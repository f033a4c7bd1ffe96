-- What happened to each ticket, from its events. Solved means passing from an unsolved state into
-- solved or closed; a later return to an unsolved state reopens it.
with

events as (

    select
        *,
        coalesce(to_value in ('solved', 'closed'), false) as is_into_solved,
        coalesce(from_value in ('solved', 'closed'), false) as is_from_solved

    from {{ ref('stg_support__ticket_events') }}

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
