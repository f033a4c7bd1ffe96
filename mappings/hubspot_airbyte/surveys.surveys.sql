with

answers as (

    select
        json_extract_string(feedback_submissions.properties, '$.hs_survey_id') as survey_id,
        json_extract_string(feedback_submissions.properties, '$.hs_survey_name') as survey_name,
        json_extract_string(feedback_submissions.properties, '$.hs_survey_type') as survey_type
    from feedback_submissions
    where json_valid(feedback_submissions.properties)

)

select
    answers.survey_id,
    max(answers.survey_name) as survey_name,
    max(lower(answers.survey_type)) as metric,
    max(case answers.survey_type when 'NPS' then '0' else '1' end) as scale_min,
    max(case answers.survey_type when 'NPS' then '10' else '7' end) as scale_max
from answers
where answers.survey_type in ('NPS', 'CES')
group by answers.survey_id
