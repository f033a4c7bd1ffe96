with

changes as (

    select
        ticket_audits.ticket_id,
        ticket_audits.created_at,
        unnest(json_extract(ticket_audits.events, '$[*]')) as change
    from ticket_audits
    where json_valid(ticket_audits.events)

)

select
    tickets.id as ticket_id,
    max_by(tickets.requester_id, coalesce(tickets._airbyte_extracted_at, '')) as requester_id,
    min(changes.created_at) as offered_at
from changes
inner join tickets on changes.ticket_id = tickets.id
where
    json_extract_string(changes.change, '$.field_name') = 'satisfaction_score'
    and json_extract_string(changes.change, '$.value') = 'offered'
group by tickets.id
