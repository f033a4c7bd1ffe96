select
    feedback_submissions.*,
    json_extract_string(feedback_submissions.properties, '$.hs_survey_id') as survey_id,
    json_extract_string(feedback_submissions.properties, '$.hs_submission_timestamp')
        as responded_at,
    json_extract_string(feedback_submissions.properties, '$.hs_value') as score,
    json_extract_string(feedback_submissions.properties, '$.hs_contact_id') as contact_id,
    json_extract_string(feedback_submissions.properties, '$.hs_content') as comment,
    lower(json_extract_string(feedback_submissions.properties, '$.hs_survey_channel')) as channel
from feedback_submissions
where
    json_valid(feedback_submissions.properties)
    and coalesce(lower(feedback_submissions.archived), 'false') = 'false'
    and json_extract_string(feedback_submissions.properties, '$.hs_survey_type') in ('NPS', 'CES')
