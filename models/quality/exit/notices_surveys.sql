-- sqlfluff:exclude_rules:LT02
-- Surveys whose declaration decides a number but is missing or unusable, for example the scale.
with

surveys as (

    select
        survey_id,
        name,
        metric,
        satisfied_from,
        scale_min,
        scale_max,
        {%- for bound in ['scale_min', 'scale_max'] %}
        case
            when {{ bound }} = floor({{ bound }}) then cast(cast({{ bound }} as bigint) as string)
            else cast(cast({{ bound }} as double) as string)
        end as {{ bound }}_text{{ ',' if not loop.last }}
        {%- endfor %}

    from {{ ref('stg_surveys__surveys') }}

),

answers as (

    select
        survey_id,
        sum(
            case when left_out_reason = 'scale_not_of_the_metric' then 1 else 0 end
        ) as off_scale_count,
        sum(case when is_counted then 1 else 0 end) as counted_count

    from {{ ref('fct_survey_responses') }}
    group by survey_id

),

shared as (

    select
        invitation_id,
        count(*) as answer_count

    from {{ ref('int_survey_responses_scored') }}
    where
        invitation_id is not null
        and not is_invitation_known
    group by invitation_id
    having count(*) > 1

),

links as (

    select
        invitation_id,
        sum(answer_count) over () as answer_count,
        count(*) over () as link_count,
        row_number() over (order by answer_count desc, invitation_id asc) as place

    from shared

),

scales as (

    select
        *,
        {%- for bound in ['scale_min', 'scale_max'] %}
        case
            when {{ bound }} = floor({{ bound }}) then cast(cast({{ bound }} as bigint) as string)
            else cast(cast({{ bound }} as double) as string)
        end as {{ bound }}_text,
        {%- endfor %}
        case when is_higher_better then 'higher' else 'lower' end as better,
        case when is_higher_better then '高' else '低' end as better_zh

    from {{ ref('int_effort_scales_ranked') }}

),

told as (

    select
        'surveys' as topic,
        'nps' as subject,
        cast(answers.off_scale_count as bigint) as row_count,
        'Survey ' || surveys.survey_id || ' (' || surveys.name || '): '
        || cast(answers.off_scale_count as string) || ' answer(s) do not count for NPS. The scale'
        || ' in surveys.surveys is ' || surveys.scale_min_text || ' to ' || surveys.scale_max_text
        || '. NPS needs 0 to 10 or 1 to 10, where higher is better. Correct the scale, or give'
        || ' the survey another metric.' as message,
        '问卷 ' || surveys.survey_id || '（' || surveys.name || '）：'
        || cast(answers.off_scale_count as string) || ' 条答复未计入 NPS。surveys.surveys 中的量表为 '
        || surveys.scale_min_text || ' 至 ' || surveys.scale_max_text
        || '，而 NPS 只适用于 0 或 1 至 10 且分数越高越好的量表。请更正量表，或为该问卷指定其他指标。'
            as message_zh,
        cast(null as string) as example,
        cast(null as string) as example_zh

    from answers
    inner join surveys
        on answers.survey_id = surveys.survey_id
    where answers.off_scale_count > 0

    union all

    select
        'surveys' as topic,
        'csat' as subject,
        cast(answers.counted_count as bigint) as row_count,
        'Survey ' || surveys.survey_id || ' (' || surveys.name || '): satisfied_from is empty, and'
        || ' the scale is ' || surveys.scale_min_text || ' to ' || surveys.scale_max_text || '. Of '
        || cast(answers.counted_count as string) || ' answer(s) only '
        || case
            when surveys.scale_max - surveys.scale_min < 3 then 'the best one counts'
            else 'the two best points count'
        end
        || ' as satisfied. Set satisfied_from in surveys.surveys to the lowest satisfied answer.'
            as message,
        '问卷 ' || surveys.survey_id || '（' || surveys.name || '）：satisfied_from 为空，量表为 '
        || surveys.scale_min_text || ' 至 ' || surveys.scale_max_text || '。'
        || cast(answers.counted_count as string) || ' 条答复中只有'
        || case
            when surveys.scale_max - surveys.scale_min < 3 then '最好的一档'
            else '最好的两个分值'
        end
        || '算作满意。请在 surveys.surveys 的 satisfied_from 中写明最低的满意答复。' as message_zh,
        cast(null as string) as example,
        cast(null as string) as example_zh

    from answers
    inner join surveys
        on answers.survey_id = surveys.survey_id
    where
        surveys.metric = 'csat'
        and surveys.satisfied_from is null
        -- Scales of 2 and of 4 to 11 points have a usual bound for satisfied.
        and surveys.scale_max - surveys.scale_min >= 2
        and (
            surveys.scale_max - surveys.scale_min < 3
            or surveys.scale_max - surveys.scale_min > 10
        )

    union all

    select
        'surveys' as topic,
        'ces' as subject,
        cast(other.answer_count as bigint) as row_count,
        'CES: ' || cast(other.answer_count as string) || ' answer(s) on the scale '
        || other.scale_min_text || ' to ' || other.scale_max_text || ', ' || other.better
        || ' is better, are left out. The metric uses the scale ' || chosen.scale_min_text || ' to '
        || chosen.scale_max_text || ', ' || chosen.better || ' is better, which has '
        || cast(chosen.last_year_answer_count as string) || ' answer(s) in the last 365 days.'
        || ' Check the scales in surveys.surveys.' as message,
        'CES：' || cast(other.answer_count as string) || ' 条答复未计入，其量表为 '
        || other.scale_min_text || ' 至 ' || other.scale_max_text || '（越' || other.better_zh
        || '越好）。该指标采用 ' || chosen.scale_min_text || ' 至 ' || chosen.scale_max_text || '（越'
        || chosen.better_zh || '越好），最近 365 天有 '
        || cast(chosen.last_year_answer_count as string)
        || ' 条答复。请核对 surveys.surveys 中的量表。' as message_zh,
        cast(null as string) as example,
        cast(null as string) as example_zh

    from scales as other
    inner join scales as chosen
        on chosen.scale_rank = 1
    where other.scale_rank > 1

    union all

    select
        'surveys' as topic,
        'invitations' as subject,
        cast(answer_count as bigint) as row_count,
        cast(answer_count as string) || ' answers share ' || cast(link_count as string)
        || ' invitation id(s) that are not in surveys.invitations. Each answer counts. If customers'
        || ' answered twice, deliver the invitations.' as message,
        cast(answer_count as string) || ' 条答复共用 ' || cast(link_count as string)
        || ' 个 surveys.invitations 中没有的邀请编号。这些答复全部计入。如果其中有重复作答，请提供邀请表。'
            as message_zh,
        'For example "' || invitation_id || '".' as example,
        '例如“' || invitation_id || '”。' as example_zh

    from links
    where place = 1

)

select * from told
