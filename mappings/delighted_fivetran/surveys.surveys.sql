select distinct
    lower(response.survey_type) as survey_type,
    'Delighted ' || lower(response.survey_type) as survey_name,
    case lower(response.survey_type) when 'nps' then '0' else '1' end as scale_min,
    case lower(response.survey_type) when 'nps' then '10' else '5' end as scale_max
from response
where lower(response.survey_type) in ('nps', 'csat', 'ces', 'stars_five', 'smileys_five')
