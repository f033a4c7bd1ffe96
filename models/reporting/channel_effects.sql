-- sqlfluff:exclude_rules:ST06,RF04,LT02
-- The effect of the survey channel on its score: each channel against the others, and again within
-- strata of touchpoint, team and segment.
with

answers as (

    select
        survey_metric as metric,
        channel,
        coalesce(touchpoint, 'none') || '|' || coalesce(team, 'none') || '|'
        || coalesce(segment, 'none') as stratum,
        case when is_satisfied then 1 else 0 end as satisfied

    from {{ ref('int_answers_experienced') }}
    where channel is not null

),

cells as (

    select
        metric,
        channel,
        stratum,
        count(*) as own_count,
        sum(satisfied) as own_satisfied,
        sum(count(*)) over (partition by metric, stratum) as all_count,
        sum(sum(satisfied)) over (partition by metric, stratum) as all_satisfied

    from answers
    group by metric, channel, stratum

),

strata as (

    select
        *,
        all_count - own_count as rest_count,
        all_satisfied - own_satisfied as rest_satisfied,
        {{ ratio('own_count * (all_count - own_count)', 'all_count') }} as weight,
        {{ ratio('own_satisfied', 'own_count') }} as own_share,
        {{ ratio('all_satisfied - own_satisfied', 'all_count - own_count') }} as rest_share

    from cells

),

-- Rounded, so that the order of the strata does not change the result.
terms as (

    select
        *,
        {{ rounded_decimal('weight') }} as weight_term,
        {{ rounded_decimal('1000 * weight * (own_share - rest_share)') }} as difference_term,
        {{ rounded_decimal(
            '1000 * power(weight, 2) * ('
            ~ ratio('own_share * (1 - own_share)', 'own_count') ~ ' + '
            ~ ratio('rest_share * (1 - rest_share)', 'rest_count') ~ ')'
        ) }} as variance_term

    from strata

),

summed as (

    select
        metric,
        channel,
        sum(own_count) as answer_count,
        sum(own_satisfied) as own_satisfied,
        sum(case when rest_count > 0 then own_count else 0 end) as compared_count,
        sum(weight_term) as weight,
        sum(difference_term) as difference,
        sum(variance_term) as variance

    from terms
    group by metric, channel

),

totals as (

    select
        *,
        sum(answer_count) over (partition by metric) - answer_count as rest_count,
        sum(own_satisfied) over (partition by metric) - own_satisfied as rest_satisfied

    from summed

),

estimated as (

    select
        *,
        {{ ratio('own_satisfied', 'answer_count') }} as own_share,
        {{ ratio('rest_satisfied', 'rest_count') }} as rest_share,
        {{ ratio('difference', '1000 * weight') }} as effect,
        sqrt({{ ratio('variance', '1000 * weight * weight') }}) as standard_error,
        answer_count < {{ var('minimum_event_counts').small }}
        or rest_count < {{ var('minimum_event_counts').small }} as is_suppressed

    from totals
    where rest_count > 0

),

told as (

    select
        metric,
        channel,
        cast(answer_count as bigint) as answer_count,
        cast(compared_count as bigint) as compared_count,
        is_suppressed,
        case when not is_suppressed then 100 * own_share end as satisfied_percent,
        case when not is_suppressed then 100 * (own_share - rest_share) end as difference_points,
        case when not is_suppressed then 100 * effect end as mode_effect_points,
        case
            when not is_suppressed then 100 * (effect - {{ z_95() }} * standard_error)
        end as mode_effect_low,
        case
            when not is_suppressed then 100 * (effect + {{ z_95() }} * standard_error)
        end as mode_effect_high,
        case
            when is_suppressed
                then 'Too few answers to compare.'
            when effect is null
                then 'No other channel asks about the same touchpoint.'
            when abs(effect) > {{ z_95() }} * standard_error
                then
                    'The channel itself shifts the score. Subtract its effect before you compare'
                    || ' channels.'
            else 'The channel itself shows no effect.'
        end as message,
        case
            when is_suppressed then '回答过少，无法比较。'
            when effect is null then '没有其他渠道调查同一触点。'
            when abs(effect) > {{ z_95() }} * standard_error
                then '渠道本身与得分相关，比较渠道时须扣除。'
            else '未见渠道本身的影响。'
        end as message_zh

    from estimated

)

select * from told
