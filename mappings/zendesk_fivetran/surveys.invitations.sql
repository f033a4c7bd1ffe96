select
    ticket.id as ticket_id,
    ticket.requester_id,
    min(ticket_field_history.updated) as offered_at
from ticket_field_history
inner join ticket on ticket_field_history.ticket_id = ticket.id
where
    ticket_field_history.field_name = 'satisfaction_score'
    and ticket_field_history.value = 'offered'
group by ticket.id, ticket.requester_id
