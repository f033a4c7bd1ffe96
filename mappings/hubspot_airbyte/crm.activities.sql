with

engagements as (

    select
        'call' as activity_type,
        engagements_calls.id,
        engagements_calls.contacts as contact_ids,
        engagements_calls.properties,
        engagements_calls.archived,
        coalesce(engagements_calls._airbyte_extracted_at, engagements_calls.updatedat) as changed_at
    from engagements_calls

    union all

    select
        'email' as activity_type,
        engagements_emails.id,
        engagements_emails.contacts as contact_ids,
        engagements_emails.properties,
        engagements_emails.archived,
        coalesce(engagements_emails._airbyte_extracted_at, engagements_emails.updatedat)
            as changed_at
    from engagements_emails

    union all

    select
        'visit' as activity_type,
        engagements_meetings.id,
        engagements_meetings.contacts as contact_ids,
        engagements_meetings.properties,
        engagements_meetings.archived,
        coalesce(engagements_meetings._airbyte_extracted_at, engagements_meetings.updatedat)
            as changed_at
    from engagements_meetings

),

-- An engagement with two contacts is an activity of each.
listed as (

    select
        engagements.activity_type,
        engagements.id,
        engagements.changed_at,
        case when json_valid(engagements.properties) then engagements.properties end as fields,
        unnest(regexp_extract_all(engagements.contact_ids, '[0-9]+')) as contact_id
    from engagements
    where coalesce(lower(engagements.archived), 'false') = 'false'

),

owner_names as (

    select
        owners.id,
        max_by(
            nullif(concat_ws(' ', owners.firstname, owners.lastname), ''),
            coalesce(owners._airbyte_extracted_at, '')
        ) as name
    from owners
    group by owners.id

)

select
    listed.id || '-' || listed.contact_id as activity_id,
    listed.contact_id,
    listed.activity_type,
    owner_names.name as owner_name,
    case
        when listed.activity_type = 'visit'
            then json_extract_string(listed.fields, '$.hs_timestamp')
    end as due_at,
    json_extract_string(listed.fields, '$.hs_timestamp') as occurred_at,
    case
        when listed.activity_type = 'visit'
            then json_extract_string(listed.fields, '$.hs_meeting_end_time')
        else json_extract_string(listed.fields, '$.hs_timestamp')
    end as completed_at,
    case
        when listed.activity_type <> 'visit' then 'done'
        else
            case json_extract_string(listed.fields, '$.hs_meeting_outcome')
                when 'COMPLETED' then 'done'
                when 'NO_SHOW' then 'no_answer'
                when 'CANCELED' then 'declined'
            end
    end as outcome,
    listed.changed_at
from listed
left join owner_names
    on json_extract_string(listed.fields, '$.hubspot_owner_id') = owner_names.id
where
    coalesce(json_extract_string(listed.fields, '$.hs_email_direction'), '') <> 'INCOMING_EMAIL'
