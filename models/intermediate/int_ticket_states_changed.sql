-- Each status in the log of a ticket, with the status before it. If the log does not give the
-- status before, the previous entry does; a ticket begins as new. A ticket may be created as
-- solved. An event shortly before its ticket happened when it was created.
with

ticket_events as (

    select * from {{ ref('stg_support__ticket_events') }}
    where
        not is_deleted
        and event_type in ('created', 'status_changed')

),

tickets as (

    select * from {{ ref('stg_support__tickets') }}

),

ticket_statuses as (

    select * from {{ ref('ticket_statuses') }}

),

stated as (

    select
        ticket_events.ticket_event_id,
        ticket_events.ticket_id,
        greatest(ticket_events.occurred_at, tickets.created_at) as occurred_at,
        from_statuses.ticket_status as from_state,
        to_statuses.ticket_status as to_state,
        lag(to_statuses.ticket_status, 1, 'new') over (
            partition by ticket_events.ticket_id
            order by
                greatest(ticket_events.occurred_at, tickets.created_at) asc,
                ticket_events._load_number asc,
                ticket_events._row_number asc
        ) as state_before,
        row_number() over (
            partition by ticket_events.ticket_id
            order by
                greatest(ticket_events.occurred_at, tickets.created_at) asc,
                ticket_events._load_number asc,
                ticket_events._row_number asc
        ) as entry_number

    from ticket_events
    inner join tickets
        on ticket_events.ticket_id = tickets.ticket_id
    inner join ticket_statuses as to_statuses
        on lower(ticket_events.to_value) = to_statuses.given_ticket_status
    left join ticket_statuses as from_statuses
        on lower(ticket_events.from_value) = from_statuses.given_ticket_status

),

changed as (

    select
        ticket_event_id,
        ticket_id,
        occurred_at,
        to_state as state,
        state_before,
        entry_number,
        {{ is_solved_state('to_state') }} as is_solved,
        {{ is_solved_state('state_before') }} as was_solved_in_log,
        {{ is_solved_state('to_state') }}
        and not {{ is_solved_state('coalesce(from_state, state_before)') }} as is_solving,
        not {{ is_solved_state('to_state') }}
        and {{ is_solved_state('coalesce(from_state, state_before)') }} as is_reopening

    from stated

)

select * from changed
