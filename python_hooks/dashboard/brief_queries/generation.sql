-- The run that made the published file, and the day that counts as today.
select generation_number, cast(as_of as date) as as_of_date
from main.generation
