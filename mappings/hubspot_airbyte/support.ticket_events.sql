with

cases as (

    select
        tickets.id,
        tickets.createdat,
        coalesce(tickets._airbyte_extracted_at, tickets.updatedat) as changed_at,
        case when json_valid(tickets.properties) then tickets.properties end as fields,
        cast(
            list_min(cast(regexp_extract_all(tickets.contacts, '[0-9]+') as bigint[])) as varchar
        ) as contact_id
    from tickets

),

openings as (

    select
        cases.id,
        min(cases.createdat) as createdat,
        max_by(cases.contact_id, cases.changed_at) as contact_id
    from cases
    group by cases.id

),

listed as (

    select unnest(json_extract(ticket_pipelines.stages, '$[*]')) as stage
    from ticket_pipelines
    where json_valid(ticket_pipelines.stages)

),

named as (

    select
        json_extract_string(listed.stage, '$.id') as id,
        lower(json_extract_string(listed.stage, '$.label')) as label,
        lower(json_extract_string(listed.stage, '$.metadata.ticketState')) as ticket_state,
        lower(json_extract_string(listed.stage, '$.metadata.isClosed')) as is_closed
    from listed

),

stages as (

    select
        named.id,
        min(
            case
                when named.ticket_state = 'closed' or named.is_closed = 'true' then 'closed'
                when named.label = 'new' then 'new'
                when named.label = 'waiting on contact' then 'pending'
                else 'open'
            end
        ) as ticket_status
    from named
    group by named.id

),

-- Each stage has a property with the time of its entry.
keys as (

    select
        cases.id,
        cases.changed_at,
        cases.fields,
        unnest(json_keys(cases.fields)) as key
    from cases

),

entries as (

    select
        keys.id,
        keys.changed_at,
        regexp_extract(keys.key, '^hs_(?:v2_)?date_entered_([0-9]+)$', 1) as stage_id,
        nullif(json_extract_string(keys.fields, '$."' || keys.key || '"'), '') as entered_at
    from keys
    where regexp_matches(keys.key, '^hs_(v2_)?date_entered_[0-9]+$')

),

closings as (

    select
        cases.id,
        cases.changed_at,
        json_extract_string(cases.fields, '$.closed_date') as closed_at
    from cases
    where
        nullif(json_extract_string(cases.fields, '$.closed_date'), '') is not null
        and cases.id not in (
            select entries.id
            from entries
            where entries.entered_at is not null and entries.id is not null
        )

),

emails as (

    select
        engagements_emails.id,
        coalesce(engagements_emails._airbyte_extracted_at, engagements_emails.updatedat)
            as changed_at,
        unnest(regexp_extract_all(engagements_emails.tickets, '[0-9]+')) as ticket_id,
        json_extract_string(engagements_emails.properties, '$.hs_timestamp') as occurred_at,
        case json_extract_string(engagements_emails.properties, '$.hs_email_direction')
            when 'INCOMING_EMAIL' then 'customer'
            when 'EMAIL' then 'agent'
        end as actor_type,
        json_extract_string(engagements_emails.properties, '$.hubspot_owner_id') as owner_id
    from engagements_emails
    where
        json_valid(engagements_emails.properties)
        and coalesce(lower(engagements_emails.archived), 'false') = 'false'

),

notes as (

    select
        engagements_notes.id,
        coalesce(engagements_notes._airbyte_extracted_at, engagements_notes.updatedat)
            as changed_at,
        unnest(regexp_extract_all(engagements_notes.tickets, '[0-9]+')) as ticket_id,
        json_extract_string(engagements_notes.properties, '$.hs_timestamp') as occurred_at,
        json_extract_string(engagements_notes.properties, '$.hubspot_owner_id') as owner_id
    from engagements_notes
    where
        json_valid(engagements_notes.properties)
        and coalesce(lower(engagements_notes.archived), 'false') = 'false'

),

events as (

    select
        'created-' || cases.id as event_id,
        cases.id as ticket_id,
        cases.createdat as occurred_at,
        cases.changed_at,
        'created' as event_type,
        'customer' as actor_type,
        cases.contact_id as actor_id,
        null as to_value
    from cases

    union all

    -- The mail that opened a ticket is the ticket itself: it came within a minute of it.
    select
        'email-' || emails.id || '-' || emails.ticket_id as event_id,
        emails.ticket_id,
        emails.occurred_at,
        emails.changed_at,
        'public_reply' as event_type,
        emails.actor_type,
        case emails.actor_type when 'customer' then openings.contact_id else emails.owner_id end
            as actor_id,
        null as to_value
    from emails
    left join openings on emails.ticket_id = openings.id
    where
        emails.actor_type is null
        or emails.actor_type = 'agent'
        or coalesce(
            try_cast(left(emails.occurred_at, 19) as timestamp)
            > try_cast(left(openings.createdat, 19) as timestamp) + interval '60' second,
            true
        )

    union all

    select
        'first-reply-' || cases.id as event_id,
        cases.id as ticket_id,
        json_extract_string(cases.fields, '$.first_agent_reply_date') as occurred_at,
        cases.changed_at,
        'public_reply' as event_type,
        'agent' as actor_type,
        null as actor_id,
        null as to_value
    from cases
    where
        nullif(json_extract_string(cases.fields, '$.first_agent_reply_date'), '') is not null
        and cases.id not in (
            select emails.ticket_id
            from emails
            where emails.actor_type = 'agent' and emails.ticket_id is not null
        )

    union all

    select
        'note-' || notes.id || '-' || notes.ticket_id as event_id,
        notes.ticket_id,
        notes.occurred_at,
        notes.changed_at,
        'internal_note' as event_type,
        'agent' as actor_type,
        notes.owner_id as actor_id,
        null as to_value
    from notes

    union all

    select
        'status-' || entries.id || '-' || entries.stage_id || '-' || entries.entered_at as event_id,
        entries.id as ticket_id,
        entries.entered_at as occurred_at,
        entries.changed_at,
        'status_changed' as event_type,
        'system' as actor_type,
        null as actor_id,
        coalesce(stages.ticket_status, entries.stage_id) as to_value
    from entries
    left join stages on entries.stage_id = stages.id
    where entries.entered_at is not null

    union all

    select
        'closed-' || closings.id as event_id,
        closings.id as ticket_id,
        closings.closed_at as occurred_at,
        closings.changed_at,
        'status_changed' as event_type,
        'system' as actor_type,
        null as actor_id,
        'closed' as to_value
    from closings

)

select
    events.*,
    null as from_value
from events
