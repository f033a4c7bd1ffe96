-- What sets each persona apart: the means beside those of all customers.
select
    persona,
    feature,
    label_en,
    label_zh,
    round(average, decimals) as average,
    round(average_of_all, decimals) as average_of_all,
    decimals,
    round(distance, 2) as distance,
    place
from reporting.persona_profiles
order by persona, place
