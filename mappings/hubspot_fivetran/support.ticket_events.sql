with

contacts as (

    select
        ticket_contact.ticket_id,
        cast(min(cast(ticket_contact.contact_id as bigint)) as varchar) as contact_id
    from ticket_contact
    group by ticket_contact.ticket_id

),

-- A stage may stand in several pipelines; its state is the same in all that close it.
stages as (

    select
        ticket_pipeline_stage.stage_id,
        min(
            case
                when lower(ticket_pipeline_stage.ticket_state) = 'closed' then 'closed'
                when lower(ticket_pipeline_stage.is_closed) = 'true' then 'closed'
                when lower(ticket_pipeline_stage.label) = 'new' then 'new'
                when lower(ticket_pipeline_stage.label) = 'waiting on contact' then 'pending'
                else 'open'
            end
        ) as ticket_status
    from ticket_pipeline_stage
    group by ticket_pipeline_stage.stage_id

),

changes as (

    select distinct
        ticket_property_history.ticket_id,
        ticket_property_history.name,
        coalesce(ticket_property_history.timestamp_instant, ticket_property_history.timestamp)
            as changed_at,
        case
            when ticket_property_history.name = 'hs_pipeline_stage'
                then coalesce(stages.ticket_status, ticket_property_history.value)
            else ticket_property_history.value
        end as value
    from ticket_property_history
    left join stages on ticket_property_history.value = stages.stage_id
    where ticket_property_history.name in ('hs_pipeline_stage', 'hubspot_owner_id')

),

emails as (

    select
        ticket_engagement.ticket_id,
        engagement_email.engagement_id,
        engagement_email.property_hs_timestamp as occurred_at,
        engagement_email._fivetran_synced as changed_at,
        case engagement_email.property_hs_email_direction
            when 'INCOMING_EMAIL' then 'customer'
            when 'EMAIL' then 'agent'
        end as actor_type,
        engagement_email.property_hubspot_owner_id as owner_id
    from ticket_engagement
    inner join engagement_email
        on ticket_engagement.engagement_id = engagement_email.engagement_id
    where coalesce(lower(engagement_email._fivetran_deleted), 'false') = 'false'

),

answered as (

    select distinct emails.ticket_id
    from emails
    where emails.actor_type = 'agent'

),

events as (

    select
        'created-' || ticket.id as event_id,
        ticket.id as ticket_id,
        ticket.property_createdate as occurred_at,
        ticket._fivetran_synced as changed_at,
        'created' as event_type,
        'customer' as actor_type,
        contacts.contact_id as actor_id,
        null as from_value,
        null as to_value
    from ticket
    left join contacts on ticket.id = contacts.ticket_id

    union all

    -- The mail that opened a ticket is the ticket itself: it came within a minute of it.
    select
        'email-' || emails.engagement_id || '-' || emails.ticket_id as event_id,
        emails.ticket_id,
        emails.occurred_at,
        emails.changed_at,
        'public_reply' as event_type,
        emails.actor_type,
        case emails.actor_type when 'customer' then contacts.contact_id else emails.owner_id end
            as actor_id,
        null as from_value,
        null as to_value
    from emails
    left join ticket on emails.ticket_id = ticket.id
    left join contacts on emails.ticket_id = contacts.ticket_id
    where
        emails.actor_type is null
        or emails.actor_type = 'agent'
        or coalesce(
            try_cast(left(emails.occurred_at, 19) as timestamp)
            > try_cast(left(ticket.property_createdate, 19) as timestamp) + interval '60' second,
            true
        )

    union all

    select
        'first-reply-' || ticket.id as event_id,
        ticket.id as ticket_id,
        ticket.property_first_agent_reply_date as occurred_at,
        ticket._fivetran_synced as changed_at,
        'public_reply' as event_type,
        'agent' as actor_type,
        null as actor_id,
        null as from_value,
        null as to_value
    from ticket
    left join answered on ticket.id = answered.ticket_id
    where ticket.property_first_agent_reply_date is not null and answered.ticket_id is null

    union all

    select
        'note-' || engagement_note.engagement_id || '-' || ticket_engagement.ticket_id as event_id,
        ticket_engagement.ticket_id,
        engagement_note.property_hs_timestamp as occurred_at,
        engagement_note._fivetran_synced as changed_at,
        'internal_note' as event_type,
        'agent' as actor_type,
        engagement_note.property_hubspot_owner_id as actor_id,
        null as from_value,
        null as to_value
    from ticket_engagement
    inner join engagement_note
        on ticket_engagement.engagement_id = engagement_note.engagement_id
    where coalesce(lower(engagement_note._fivetran_deleted), 'false') = 'false'

    union all

    -- Without a history of its stages, only the last closing of a ticket is known.
    select
        'closed-' || ticket.id as event_id,
        ticket.id as ticket_id,
        ticket.property_closed_date as occurred_at,
        ticket._fivetran_synced as changed_at,
        'status_changed' as event_type,
        'system' as actor_type,
        null as actor_id,
        null as from_value,
        'closed' as to_value
    from ticket
    where
        ticket.property_closed_date is not null
        and ticket.id not in (
            select changes.ticket_id
            from changes
            where changes.name = 'hs_pipeline_stage' and changes.ticket_id is not null
        )

    union all

    -- HubSpot does not say here who made a change.
    select
        case changes.name when 'hs_pipeline_stage' then 'status-' else 'assigned-' end
        || changes.ticket_id || '-' || changes.changed_at || '-' || coalesce(changes.value, '')
            as event_id,
        changes.ticket_id,
        changes.changed_at as occurred_at,
        changes.changed_at,
        case changes.name when 'hs_pipeline_stage' then 'status_changed' else 'assigned' end
            as event_type,
        'system' as actor_type,
        null as actor_id,
        lag(changes.value) over (
            partition by changes.ticket_id, changes.name
            order by changes.changed_at, changes.value
        ) as from_value,
        changes.value as to_value
    from changes

)

select
    events.event_id,
    events.ticket_id,
    events.occurred_at,
    coalesce(events.changed_at, events.occurred_at) as changed_at,
    events.event_type,
    events.actor_type,
    events.actor_id,
    events.from_value,
    events.to_value
from events
