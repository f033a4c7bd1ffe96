-- sqlfluff:exclude_rules:ST06,RF02,AM04
with

scored as (

    select
        question.survey_id,
        question.id as question_id,
        question.question_text,
        question._fivetran_synced,
        case
            when lower(question.selector) = 'nps' then 'nps'
            else regexp_extract(lower(question.data_export_tag), '^(nps|csat|ces)', 1)
        end as metric
    from question
    where
        lower(question.selector) = 'nps'
        or (
            lower(question.question_type) = 'mc'
            and regexp_matches(lower(question.data_export_tag), '^(nps|csat|ces)')
        )

),

options as (

    select
        question_option.survey_id,
        question_option.question_id,
        try_cast(question_option.recode_value as integer) as score,
        row_number() over (
            partition by question_option.survey_id, question_option.question_id
            order by try_cast(question_option.recode_value as integer)
        ) as place
    from question_option
    where
        try_cast(question_option.recode_value as integer) is not null
        and coalesce(lower(question_option._fivetran_deleted), 'false') = 'false'
        and not regexp_matches(
            lower(coalesce(question_option.text, '')),
            '^(n/?a|not applicable|don.?t know|do not know|不适用|不知道|不清楚)$'
            '|^(keine angabe|nicht zutreffend|weiß nicht)$'
        )

),

-- The scale is the run of numbers from the lowest option on; a number far off is none of it.
scales as (

    select
        numbered.survey_id,
        numbered.question_id,
        min(numbered.score) as scale_min,
        max(numbered.score) as scale_max
    from (
        select
            options.*,
            options.score - options.place as run,
            min(options.score - options.place) over (
                partition by options.survey_id, options.question_id
            ) as first_run
        from options
    ) as numbered
    where numbered.run = numbered.first_run
    group by numbered.survey_id, numbered.question_id

),

counted as (

    select
        question.survey_id,
        cast(count(*) as varchar) as question_count
    from question
    where
        coalesce(lower(question.question_type), '') not in ('db', 'timing', 'meta', 'captcha')
        and coalesce(lower(question._fivetran_deleted), 'false') = 'false'
    group by question.survey_id

)

select
    scored.*,
    scored.survey_id || '-' || scored.question_id as scored_id,
    coalesce(survey.survey_name, scored.survey_id) as survey_name,
    survey.last_modified,
    counted.question_count,
    case scored.metric when 'nps' then '0' else cast(scales.scale_min as varchar) end as scale_min,
    case scored.metric when 'nps' then '10' else cast(scales.scale_max as varchar) end as scale_max
from scored
left join survey on scored.survey_id = survey.id
left join counted on scored.survey_id = counted.survey_id
left join scales
    on scored.survey_id = scales.survey_id and scored.question_id = scales.question_id
