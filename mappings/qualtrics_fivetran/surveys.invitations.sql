-- sqlfluff:exclude_rules:ST06,RF02,AM04
with

scored as (

    select
        question.survey_id,
        question.id as question_id
    from question
    where
        lower(question.selector) = 'nps'
        or (
            lower(question.question_type) = 'mc'
            and regexp_matches(lower(question.data_export_tag), '^(nps|csat|ces)')
        )

),

-- A reminder belongs to the invitation that it reminds of.
sent as (

    select
        coalesce(distribution.parent_distribution_id, distribution_contact.distribution_id)
            as distribution_id,
        distribution_contact.contact_id,
        min(distribution.survey_link_survey_id) as survey_id,
        min(
            case lower(distribution.request_type)
                when 'reminder' then null
                else distribution.request_type
            end
        ) as request_type,
        min(distribution_contact.sent_at) as sent_at,
        min(distribution_contact.opened_at) as opened_at,
        max(distribution_contact._fivetran_synced) as synced_at,
        min(
            case
                when
                    lower(distribution_contact.status) in (
                        'bounced', 'hardbounce', 'softbounce', 'failure', 'failed', 'undelivered'
                    )
                    then distribution_contact.sent_at
            end
        ) as bounced_at
    from distribution_contact
    left join distribution on distribution_contact.distribution_id = distribution.id
    where coalesce(lower(distribution.request_type), '') not in ('testemail', 'thankyou')
    group by
        coalesce(distribution.parent_distribution_id, distribution_contact.distribution_id),
        distribution_contact.contact_id

)

select
    sent.*,
    concat_ws('-', sent.distribution_id, sent.contact_id, scored.question_id) as invitation_id,
    scored.survey_id || '-' || scored.question_id as scored_id,
    coalesce(directory_contact.ext_ref, sent.contact_id) as customer_id
from sent
left join scored on sent.survey_id = scored.survey_id
left join directory_contact on sent.contact_id = directory_contact.id
-- Without its distribution, an invitation has no survey and is quarantined.
where scored.question_id is not null or sent.survey_id is null
