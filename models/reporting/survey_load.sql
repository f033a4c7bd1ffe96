-- sqlfluff:exclude_rules:ST06,RF02,RF04,LT02
-- The load of surveys: response rates by the number of earlier invitations, by the length of the
-- questionnaire, and by survey with its speed.
with

invitations as (

    select
        invitations.invitation_id,
        invitations.survey_id,
        invitations.is_responded,
        invitations.is_window_closed,
        {{ is_in_newest_days('invitations.sent_at') }} as is_recent,
        surveys.question_count,
        count(*) over (
            partition by invitations.customer_id
            order by {{ days_since_epoch('invitations.sent_at') }}
            range between 90 preceding and 1 preceding
        ) as earlier_count

    from {{ ref('fct_survey_invitations') }} as invitations
    cross join {{ ref('int_as_of') }} as as_of
    inner join {{ ref('stg_surveys__surveys') }} as surveys
        on invitations.survey_id = surveys.survey_id
    where
        invitations.is_delivered
        and cast({{ local_time('invitations.sent_at') }} as date)
        > {{ date_plus_days('as_of.as_of_date', '-' ~ (var('satisfaction_days') + 91)) }}

),

placed as (

    select
        aspects.aspect,
        case aspects.aspect
            when 'invited_before' then least(invitations.earlier_count, 4)
            when 'question_count' then invitations.question_count
        end as position,
        case aspects.aspect
            when 'invited_before'
                then
                    case
                        when invitations.earlier_count >= 4 then '4 or more'
                        else cast(invitations.earlier_count as string)
                    end
            when 'question_count' then cast(invitations.question_count as string)
            else invitations.survey_id
        end as group_value,
        invitations.is_responded

    from invitations
    cross join {{ constant_rows(
        'aspect', ['invited_before', 'question_count', 'survey']
    ) }} as aspects
    where
        invitations.is_window_closed
        and invitations.is_recent

),

counted as (

    select
        aspect,
        position,
        group_value,
        count(*) as delivered_count,
        count(case when is_responded then 1 end) as responded_count

    from placed
    where group_value is not null
    group by aspect, position, group_value

),

timed as (

    select
        responses.survey_id,
        cast(responses.duration_seconds as double) as seconds

    from {{ ref('fct_survey_responses') }} as responses
    cross join {{ ref('int_as_of') }} as as_of
    where
        responses.duration_seconds is not null
        and {{ is_in_newest_days('responses.responded_at') }}

),

usual as (

    select
        survey_id,
        cast({{ median_of('seconds') }} as double) as median_seconds

    from timed
    group by survey_id

),

-- Speeders: answers in less than a third of the median time, in which nobody can read the
-- questions.
speeds as (

    select
        usual.survey_id,
        usual.median_seconds,
        count(*) as timed_count,
        count(case when timed.seconds * 3 < usual.median_seconds then 1 end) as speeder_count

    from timed
    inner join usual
        on timed.survey_id = usual.survey_id
    group by usual.survey_id, usual.median_seconds

),

rated as (

    select
        counted.*,
        counted.delivered_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        {{ ratio('counted.responded_count', 'counted.delivered_count') }} as rate,
        {{ wilson_bound('counted.responded_count', 'counted.delivered_count', 'low') }} as rate_low,
        {{ wilson_bound('counted.responded_count', 'counted.delivered_count', 'high') }}
            as rate_high,
        coalesce(speeds.timed_count, 0) as timed_count,
        coalesce(speeds.speeder_count, 0) as speeder_count,
        case
            when speeds.timed_count >= {{ var('minimum_event_counts').hidden }}
                then speeds.median_seconds
        end as median_seconds,
        case
            when speeds.timed_count >= {{ var('minimum_event_counts').hidden }}
                then {{ ratio('speeds.speeder_count', 'speeds.timed_count') }}
        end as speeder_share

    from counted
    left join speeds
        on
            counted.aspect = 'survey'
            and counted.group_value = speeds.survey_id

),

-- The group with the lowest load: no earlier invitation, or the fewest questions.
followed as (

    select
        *,
        first_value(rate) over least_first as least_rate,
        first_value(rate_low) over least_first as least_rate_low,
        first_value(is_suppressed) over least_first as is_least_suppressed

    from rated
    window least_first as (
        partition by aspect order by position nulls last, group_value
    )

),

advised as (

    select
        *,
        case
            when is_suppressed then 'too_few'
            when aspect = 'survey' and speeder_share > 0.1 then 'too_fast'
            when aspect = 'survey' or is_least_suppressed or rate_high >= least_rate_low then 'none'
            when aspect = 'invited_before' then 'too_often'
            else 'too_long'
        end as advice

    from followed

),

told as (

    select
        aspect,
        cast(position as integer) as position,
        group_value,
        delivered_count,
        responded_count,
        is_suppressed,
        case when not is_suppressed then rate end as response_rate,
        case when not is_suppressed then rate_low end as response_rate_low,
        case when not is_suppressed then rate_high end as response_rate_high,
        timed_count,
        median_seconds,
        speeder_count,
        speeder_share,
        advice,
        case advice
            when 'too_few' then 'Too few invitations to judge.'
            when 'too_fast'
                then
                    {{ shown_number('speeder_share', "'share'") }}
                    || ' % of the answers took less than a third of the median time. Leave them'
                    || ' out, or ask fewer questions.'
            when 'too_often'
                then
                    {{ shown_number('rate', "'share'") }} || ' % of customers with ' || group_value
                    || ' invitation(s) in the 90 days before answer, '
                    || {{ shown_number('least_rate', "'share'") }}
                    || ' % of those without. Ask less often.'
            when 'too_long'
                then
                    {{ shown_number('rate', "'share'") }} || ' % answer a questionnaire of '
                    || group_value || ' questions, ' || {{ shown_number('least_rate', "'share'") }}
                    || ' % the shortest one. Shorten it.'
            else {{ shown_number('rate', "'share'") }} || ' % answer.'
        end as message,
        case advice
            when 'too_few' then '邀请太少，无法判断。'
            when 'too_fast'
                then
                    {{ shown_number('speeder_share', "'share'") }}
                    || '% 的答复用时不到中位数的三分之一。请剔除这些答复或减少提问。'
            when 'too_often'
                then
                    '此前 90 天内被邀请 ' || replace(group_value, ' or more', ' 次以上')
                    || ' 的客户回收率为 ' || {{ shown_number('rate', "'share'") }}
                    || '%，此前未被邀请的为 ' || {{ shown_number('least_rate', "'share'") }}
                    || '%。请降低邀请频率。'
            when 'too_long'
                then
                    group_value || ' 个问题的问卷回收率为 ' || {{ shown_number('rate', "'share'") }}
                    || '%，最短问卷为 ' || {{ shown_number('least_rate', "'share'") }}
                    || '%。请缩短问卷。'
            else '回收率为 ' || {{ shown_number('rate', "'share'") }} || '%。'
        end as message_zh

    from advised

)

select * from told
order by aspect, position nulls last, group_value
