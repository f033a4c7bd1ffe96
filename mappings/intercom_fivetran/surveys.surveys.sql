select min(conversation_history.updated_at) as first_rated_at
from conversation_history
where conversation_history.conversation_rating_value is not null
having count(*) > 0
