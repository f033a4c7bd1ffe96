with

listed as (

    select
        ticket.id as ticket_id,
        unnest(
            regexp_extract_all(ticket.property_hs_merged_object_ids, '(?:^|;) *([0-9]+)', 1)
        ) as merged_id
    from ticket

),

merged as (

    select
        listed.merged_id,
        max(listed.ticket_id) as ticket_id
    from listed
    where listed.merged_id <> listed.ticket_id
    group by listed.merged_id

),

contacts as (

    select
        ticket_contact.ticket_id,
        cast(min(cast(ticket_contact.contact_id as bigint)) as varchar) as contact_id
    from ticket_contact
    group by ticket_contact.ticket_id

)

select
    ticket.*,
    contacts.contact_id,
    team.name as team_name,
    merged.ticket_id as merged_into_id,
    -- HubSpot empties the closing date of a ticket that is reopened.
    case
        when lower(ticket_pipeline_stage.ticket_state) = 'closed' then 'closed'
        when lower(ticket_pipeline_stage.is_closed) = 'true' then 'closed'
        when lower(ticket_pipeline_stage.label) = 'new' then 'new'
        when lower(ticket_pipeline_stage.label) = 'waiting on contact' then 'pending'
        when ticket_pipeline_stage.stage_id is not null then 'open'
        when ticket.property_closed_date is not null then 'closed'
        else 'open'
    end as ticket_status,
    case
        when lower(ticket._fivetran_deleted) = 'true' or lower(ticket.is_deleted) = 'true'
            then 'true'
        else 'false'
    end as is_gone
from ticket
left join ticket_pipeline_stage
    on
        ticket.property_hs_pipeline_stage = ticket_pipeline_stage.stage_id
        and ticket.property_hs_pipeline = ticket_pipeline_stage.pipeline_id
left join contacts on ticket.id = contacts.ticket_id
left join team on ticket.property_hubspot_team_id = team.id
left join merged on ticket.id = merged.merged_id
