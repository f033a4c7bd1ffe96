select min(satisfaction_ratings.created_at) as first_offered_at
from satisfaction_ratings
having count(*) > 0
