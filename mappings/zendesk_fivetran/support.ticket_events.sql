-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
with

assigned as (

    select ticket.assignee_id as user_id from ticket
    union
    select ticket_field_history.value as user_id from ticket_field_history
    where ticket_field_history.field_name = 'assignee_id'

),

comments as (

    select
        ticket_comment.id,
        ticket_comment.ticket_id,
        ticket_comment.user_id,
        ticket_comment.created,
        ticket_comment._fivetran_synced as synced_at,
        case lower(ticket_comment.public)
            when 'true' then 'public_reply'
            when 'false' then 'internal_note'
        end as event_type,
        rank() over (
            partition by ticket_comment.ticket_id
            order by ticket_comment.created, length(ticket_comment.id), ticket_comment.id
        ) as place
    from ticket_comment
    where coalesce(lower(ticket_comment._fivetran_deleted), 'false') = 'false'

),

-- The history repeats some of its rows.
changes as (

    select distinct
        ticket_field_history.ticket_id,
        ticket_field_history.field_name,
        ticket_field_history.updated,
        ticket_field_history.value,
        ticket_field_history.user_id
    from ticket_field_history
    where ticket_field_history.field_name in ('status', 'assignee_id')

),

events as (

    -- The opening comment and the ticket are one event: nobody is answered by it.
    select
        'created-' || ticket.id as event_id,
        ticket.id as ticket_id,
        ticket.created_at as occurred_at,
        ticket._fivetran_synced as synced_at,
        'created' as event_type,
        coalesce(ticket.submitter_id, ticket.requester_id) as actor_id,
        null as from_value,
        null as to_value
    from ticket

    union all

    select
        'comment-' || comments.id as event_id,
        comments.ticket_id,
        comments.created as occurred_at,
        comments.synced_at,
        comments.event_type,
        comments.user_id as actor_id,
        null as from_value,
        null as to_value
    from comments
    left join ticket on comments.ticket_id = ticket.id
    -- A ticket of a call or chat may have no opening comment, so one minute is the limit.
    where
        comments.place > 1
        or coalesce(
            try_cast(left(comments.created, 19) as timestamp)
            > try_cast(left(ticket.created_at, 19) as timestamp) + interval '60' second,
            true
        )

    union all

    select
        case changes.field_name when 'status' then 'status-' else 'assigned-' end
        || changes.ticket_id || '-' || changes.updated || '-' || coalesce(changes.value, '')
            as event_id,
        changes.ticket_id,
        changes.updated as occurred_at,
        changes.updated as synced_at,
        case changes.field_name when 'status' then 'status_changed' else 'assigned' end
            as event_type,
        changes.user_id as actor_id,
        lag(changes.value) over (
            partition by changes.ticket_id, changes.field_name
            order by changes.updated, changes.value
        ) as from_value,
        changes.value as to_value
    from changes

)

select
    events.event_id,
    events.ticket_id,
    events.occurred_at,
    coalesce(events.synced_at, events.occurred_at) as synced_at,
    events.event_type,
    -- Triggers and automations have no user, or the user -1.
    case
        when coalesce(events.actor_id, '-1') = '-1' then 'system'
        when events.actor_id = ticket.requester_id then 'customer'
        when assigned.user_id is not null then 'agent'
        when lower("user".role) in ('agent', 'admin') then 'agent'
        when lower("user".role) = 'end-user' then 'customer'
        -- Who wrote a comment must be known; who changed a state changes no number.
        when events.event_type in ('status_changed', 'assigned') then 'system'
    end as actor_type,
    nullif(events.actor_id, '-1') as actor_id,
    events.from_value,
    events.to_value
from events
left join ticket on events.ticket_id = ticket.id
left join assigned on events.actor_id = assigned.user_id
left join "user" on events.actor_id = "user".id
