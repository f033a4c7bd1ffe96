with

cases as (

    select
        tickets.*,
        case when json_valid(tickets.properties) then tickets.properties end as fields,
        list_min(cast(regexp_extract_all(tickets.contacts, '[0-9]+') as bigint[])) as first_contact
    from tickets

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

)

select
    cases.*,
    cast(cases.first_contact as varchar) as contact_id,
    json_extract_string(cases.fields, '$.source_type') as source,
    json_extract_string(cases.fields, '$.hs_ticket_category') as category,
    json_extract_string(cases.fields, '$.hs_ticket_priority') as priority,
    json_extract_string(cases.fields, '$.hubspot_owner_id') as owner_id,
    json_extract_string(cases.fields, '$.subject') as subject,
    -- HubSpot empties the closing date of a ticket that is reopened.
    case
        when stages.ticket_status is not null then stages.ticket_status
        when nullif(json_extract_string(cases.fields, '$.closed_date'), '') is not null
            then 'closed'
        else 'open'
    end as ticket_status
from cases
left join stages on json_extract_string(cases.fields, '$.hs_pipeline_stage') = stages.id
