-- Faults of a survey: asked too often, too long, answered too fast, or answered by few groups.
with

load as (

    select * from {{ ref('survey_load') }}
    where advice in ('too_often', 'too_long', 'too_fast')

),

trust as (

    select * from {{ ref('survey_trust') }}
    where
        not is_suppressed
        and (not is_converged or covered_share < 0.95)
        and effective_count > 0

),

told as (

    select
        'survey_design' as topic,
        aspect || ' ' || group_value as subject,
        cast(delivered_count as bigint) as row_count,
        case aspect
            when 'survey' then 'Survey ' || group_value || ': ' || message
            else 'Surveys: ' || message
        end as message,
        case aspect
            when 'survey' then '问卷 ' || group_value || '：' || message_zh
            else '问卷：' || message_zh
        end as message_zh

    from load

    union all

    select
        'survey_design' as topic,
        metric as subject,
        cast(answer_count as bigint) as row_count,
        label || ': ' || message as message,
        label_zh || '：' || message_zh as message_zh

    from trust

)

select * from told
