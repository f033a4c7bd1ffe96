-- Tables that keep every version repeat an event; the repetitions have one id.
with

audits as (

    select
        ticket_audits.ticket_id,
        ticket_audits.author_id,
        ticket_audits.created_at,
        ticket_audits._airbyte_extracted_at as synced_at,
        unnest(json_extract(ticket_audits.events, '$[*]')) as change
    from ticket_audits
    where json_valid(ticket_audits.events)

),

changes as (

    select
        audits.ticket_id,
        audits.author_id,
        audits.created_at,
        audits.synced_at,
        json_extract_string(audits.change, '$.id') as id,
        json_extract_string(audits.change, '$.field_name') as field_name,
        json_extract_string(audits.change, '$.previous_value') as from_value,
        json_extract_string(audits.change, '$.value') as to_value,
        json_extract_string(audits.change, '$.via.channel') as channel
    from audits
    where json_extract_string(audits.change, '$.field_name') in ('status', 'assignee_id')

),

assigned as (

    select tickets.assignee_id as user_id from tickets
    union
    select changes.to_value as user_id from changes
    where changes.field_name = 'assignee_id'

),

-- A ticket keeps its requester of the newest version.
current_tickets as (

    select
        tickets.id,
        max_by(tickets.requester_id, coalesce(tickets._airbyte_extracted_at, '')) as requester_id,
        min(tickets.created_at) as created_at
    from tickets
    group by tickets.id

),

people as (

    select
        users.id,
        max_by(lower(users.role), coalesce(users._airbyte_extracted_at, '')) as role
    from users
    group by users.id

),

comments as (

    select
        ticket_comments.id,
        ticket_comments.ticket_id,
        ticket_comments.author_id,
        ticket_comments.created_at,
        ticket_comments._airbyte_extracted_at as synced_at,
        case lower(ticket_comments.public)
            when 'true' then 'public_reply'
            when 'false' then 'internal_note'
        end as event_type,
        rank() over (
            partition by ticket_comments.ticket_id
            order by ticket_comments.created_at, length(ticket_comments.id), ticket_comments.id
        ) as place
    from ticket_comments

),

events as (

    -- The opening comment and the ticket are one event: nobody is answered by it.
    select
        'created-' || tickets.id as event_id,
        tickets.id as ticket_id,
        tickets.created_at as occurred_at,
        tickets._airbyte_extracted_at as synced_at,
        'created' as event_type,
        coalesce(tickets.submitter_id, tickets.requester_id) as actor_id,
        null as channel,
        null as from_value,
        null as to_value
    from tickets

    union all

    select
        'comment-' || comments.id as event_id,
        comments.ticket_id,
        comments.created_at as occurred_at,
        comments.synced_at,
        comments.event_type,
        comments.author_id as actor_id,
        null as channel,
        null as from_value,
        null as to_value
    from comments
    left join current_tickets on comments.ticket_id = current_tickets.id
    -- A ticket of a call or chat may have no opening comment, so one minute is the limit.
    where
        comments.place > 1
        or coalesce(
            try_cast(left(comments.created_at, 19) as timestamp)
            > try_cast(left(current_tickets.created_at, 19) as timestamp) + interval '60' second,
            true
        )

    union all

    select
        'change-' || changes.id as event_id,
        changes.ticket_id,
        changes.created_at as occurred_at,
        changes.synced_at,
        case changes.field_name when 'status' then 'status_changed' else 'assigned' end
            as event_type,
        changes.author_id as actor_id,
        changes.channel,
        changes.from_value,
        changes.to_value
    from changes

)

select
    events.event_id,
    events.ticket_id,
    events.occurred_at,
    coalesce(events.synced_at, events.occurred_at) as synced_at,
    events.event_type,
    -- A trigger or automation acts as rule, or as the user -1.
    case
        when coalesce(events.actor_id, '-1') = '-1' or events.channel = 'rule' then 'system'
        when events.actor_id = current_tickets.requester_id then 'customer'
        when assigned.user_id is not null then 'agent'
        when people.role in ('agent', 'admin') then 'agent'
        when people.role = 'end-user' then 'customer'
        -- Who wrote a comment must be known; who changed a state changes no number.
        when events.event_type in ('status_changed', 'assigned') then 'system'
    end as actor_type,
    case when coalesce(events.channel, '') <> 'rule' then nullif(events.actor_id, '-1') end
        as actor_id,
    events.from_value,
    events.to_value
from events
left join current_tickets on events.ticket_id = current_tickets.id
left join assigned on events.actor_id = assigned.user_id
left join people on events.actor_id = people.id
