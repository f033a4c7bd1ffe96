select min(ticket_field_history.updated) as first_offered_at
from ticket_field_history
where ticket_field_history.field_name = 'satisfaction_score'
having count(*) > 0
