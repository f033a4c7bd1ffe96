-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04
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

answers as (

    select
        survey_response.*,
        survey_response.id as whole_id,
        survey_response.recipient_email as email,
        -- ZH-S is Chinese, EN-GB is English.
        left(lower(survey_response.user_language), 2) as answer_language,
        scored.survey_id || '-' || scored.question_id as scored_id,
        scored.question_id,
        concat_ws(
            '-',
            question_response.response_id,
            question_response.question_id,
            question_response.loop_id
        ) as answer_id,
        coalesce(question_response.value, question_option.recode_value) as score,
        question_option.text as option_text,
        row_number() over (
            partition by survey_response.id
            order by length(scored.question_id), scored.question_id, question_response.loop_id
        ) as place
    from question_response
    left join survey_response on question_response.response_id = survey_response.id
    left join scored
        on
            survey_response.survey_id = scored.survey_id
            and question_response.question_id = scored.question_id
    left join question_option
        on
            scored.survey_id = question_option.survey_id
            and scored.question_id = question_option.question_id
            and (
                question_response.value = question_option.recode_value
                or (
                    question_response.value is null
                    and question_response.question_option_key = question_option.key
                )
            )
    where
        question_response.sub_question_key is null
        -- An answer of a response that is not there has no survey, and is quarantined.
        and (
            scored.question_id is not null
            or (
                survey_response.id is null
                and question_response.question_id in (select known.question_id from scored as known)
            )
        )
        and coalesce(question_response.value, question_option.recode_value) is not null
        -- 1, 2 and 17 are previews and tests; 8, 9, 12 and 40 are spam.
        and coalesce(survey_response.status, '0') not in ('1', '2', '8', '9', '12', '17', '40')
        and coalesce(lower(survey_response.distribution_channel), '') not in ('preview', 'test')

),

comments as (

    select
        question_response.response_id,
        string_agg(
            coalesce(question_response.text, question_response.value), chr(10)
            order by length(question_response.question_id), question_response.question_id
        ) as comment
    from question_response
    inner join survey_response on question_response.response_id = survey_response.id
    inner join question
        on
            question_response.question_id = question.id
            and survey_response.survey_id = question.survey_id
    where
        lower(question.question_type) = 'te' and lower(question.selector) in ('ml', 'estb', 'essay')
    group by question_response.response_id

),

invited as (

    select
        distribution_contact.response_id,
        min(distribution_contact.contact_id) as contact_id,
        min(
            coalesce(distribution.parent_distribution_id, distribution_contact.distribution_id)
        ) as distribution_id
    from distribution_contact
    left join distribution on distribution_contact.distribution_id = distribution.id
    where distribution_contact.response_id is not null
    group by distribution_contact.response_id

),

-- An e-mail of two contacts is the e-mail of neither.
addresses as (

    select
        lower(directory_contact.email) as email,
        min(directory_contact.id) as contact_id
    from directory_contact
    group by lower(directory_contact.email)
    having count(*) = 1

),

embedded as (

    select
        survey_embedded_data.response_id,
        max(
            case
                when lower(survey_embedded_data.key) = 'ticket_id' then survey_embedded_data.value
            end
        ) as ticket_id,
        max(
            case
                when lower(survey_embedded_data.key) = 'order_id' then survey_embedded_data.value
            end
        ) as order_id
    from survey_embedded_data
    group by survey_embedded_data.response_id

)

select
    answers.*,
    case when answers.place = 1 then comments.comment end as comment,
    invited.distribution_id || '-' || invited.contact_id || '-' || answers.question_id
        as invitation_id,
    coalesce(directory_contact.ext_ref, invited.contact_id, addresses.contact_id) as customer_id,
    embedded.ticket_id,
    embedded.order_id
from answers
left join comments on answers.whole_id = comments.response_id
left join invited on answers.whole_id = invited.response_id
left join addresses on lower(answers.email) = addresses.email
left join directory_contact
    on coalesce(invited.contact_id, addresses.contact_id) = directory_contact.id
left join embedded on answers.whole_id = embedded.response_id
where
    answers.option_text is null
    or not regexp_matches(
        lower(answers.option_text),
        '^(n/?a|not applicable|don.?t know|do not know|不适用|不知道|不清楚)$'
        '|^(keine angabe|nicht zutreffend|weiß nicht)$'
    )
