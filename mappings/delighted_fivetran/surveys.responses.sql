-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04
with

described as (

    select
        response.*,
        lower(response.survey_type) as type_of_survey,
        coalesce(response.person_properties, response.response_person_properties, '{}')
            as properties
    from response
    where
        coalesce(lower(response._fivetran_deleted), 'false') = 'false'
        and lower(response.survey_type) not in ('enps', 'pmf')

)

select
    described.* replace (described.type_of_survey as survey_type),
    described.properties ->> '$.order_id' as order_id,
    described.properties ->> '$.ticket_id' as ticket_id,
    left(lower(described.properties ->> '$.locale'), 2) as language,
    lower(described.properties ->> '$."Delighted Source"') as channel
from described
