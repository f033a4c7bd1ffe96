-- sqlfluff:exclude_rules:ST06,RF04,LT02
-- Satisfied answers at each touchpoint of the journey, with the change from the touchpoint before.
with

touchpoints as (

    select
        *,
        {{ spelling_key('touchpoint') }} as touchpoint_key

    from {{ ref('journey_touchpoints') }}

),

-- An anonymous answer counts as a separate customer.
customers as (

    select
        survey_metric as metric,
        {{ spelling_key('touchpoint') }} as touchpoint_key,
        min(touchpoint) as touchpoint,
        count(*) as answer_count,
        sum(case when is_satisfied then 1 else 0 end) as satisfied_count

    from {{ ref('int_answers_experienced') }}
    where touchpoint is not null
    group by
        survey_metric,
        {{ spelling_key('touchpoint') }},
        customer_id,
        case when customer_id is null then survey_response_id end

),

summed as (

    select
        metric,
        touchpoint_key,
        min(touchpoint) as touchpoint,
        sum(answer_count) as answer_count,
        sum(satisfied_count) as satisfied_count,
        sum(answer_count - 1) as repeat_count,
        sum(answer_count * (answer_count - 1)) as pair_count,
        sum(satisfied_count * (satisfied_count - 1)) as satisfied_pair_count,
        sum(satisfied_count * (answer_count - 1)) as product_pair_count

    from customers
    group by metric, touchpoint_key

),

-- Several answers of one customer are not independent. The interval uses the equivalent number of
-- independent answers (design effect).
counted as (

    select
        *,
        {{ design_effect(
            'answer_count', 'satisfied_count', 'satisfied_count', 'repeat_count', 'pair_count',
            'satisfied_pair_count', 'product_pair_count'
        ) }} as design_effect

    from summed

),

estimated as (

    select
        counted.metric,
        counted.touchpoint,
        counted.answer_count,
        touchpoints.position,
        coalesce(touchpoints.is_moment_of_truth, false) as is_moment_of_truth,
        coalesce(touchpoints.label_en, counted.touchpoint) as label,
        coalesce(touchpoints.label_zh, counted.touchpoint) as label_zh,
        counted.answer_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        case
            when
                touchpoints.position is not null
                and counted.answer_count >= {{ var('minimum_event_counts').hidden }}
                then 1
            else 0
        end as is_compared,
        {{ ratio('counted.satisfied_count', 'counted.answer_count') }} as share,
        {%- for side in ['low', 'high'] %}
        {{ wilson_bound(
            ratio('counted.satisfied_count', 'counted.design_effect'),
            ratio('counted.answer_count', 'counted.design_effect'), side
        ) }} as share_{{ side }}{{ ',' if not loop.last }}
        {%- endfor %}

    from counted
    left join touchpoints
        on counted.touchpoint_key = touchpoints.touchpoint_key

),

followed as (

    select
        *,
        {%- for column in ['touchpoint', 'share', 'share_low', 'share_high', 'label', 'label_zh'] %}
        case
            when is_compared = 1
                then lag({{ column }}) over (
                    partition by metric, is_compared
                    order by position
                )
        end as previous_{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from estimated

),

compared as (

    select
        *,
        100 * (share - previous_share) as change_points,
        {%- for side in ['low', 'high'] %}
        100 * {{ difference_bound(
            'previous_share', 'previous_share_low', 'previous_share_high',
            'share', 'share_low', 'share_high', side,
        ) }} as change_{{ side }}{{ ',' if not loop.last }}
        {%- endfor %}

    from followed

),

told as (

    select
        metric,
        touchpoint,
        position,
        is_moment_of_truth,
        cast(answer_count as bigint) as answer_count,
        is_suppressed,
        case when not is_suppressed then 100 * share end as satisfied_percent,
        case when not is_suppressed then 100 * share_low end as satisfied_percent_low,
        case when not is_suppressed then 100 * share_high end as satisfied_percent_high,
        previous_touchpoint,
        change_points,
        change_low,
        change_high,
        coalesce(
            change_high < 0
            and change_points = min(change_points) over (partition by metric), false
        ) as is_largest_drop,
        label,
        label_zh,
        case
            when position is null then 'Not in the seed journey_touchpoints, so without a position.'
            when is_suppressed
                then 'Too few answers: ' || cast(answer_count as string) || '.'
            when previous_label is null then 'First touchpoint with answers.'
            when change_high < 0 then 'Lower than ' || previous_label || '.'
            when change_low > 0 then 'Higher than ' || previous_label || '.'
            else 'No significant difference from ' || previous_label || '.'
        end as message,
        case
            when position is null then '不在种子表 journey_touchpoints 中，因此在旅程中没有位置。'
            when is_suppressed then '回答过少：' || cast(answer_count as string) || ' 份。'
            when previous_label is null then '首个有回答的触点。'
            when change_high < 0 then '低于' || previous_label_zh || '。'
            when change_low > 0 then '高于' || previous_label_zh || '。'
            else '与' || previous_label_zh || '无显著差异。'
        end as message_zh

    from compared

)

select * from told
