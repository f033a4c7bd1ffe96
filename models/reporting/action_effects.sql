-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- depends_on: {{ ref('action_comparisons') }}
-- Python compares the slices with and without each action (python_hooks/fits/effects.py).
{%- set minimum_months = var('action_effects').minimum_months %}
{%- set reasons = [
    ('unknown_metric', 'The catalogue has no such metric. Correct improvement.actions.metric.',
     '指标目录中没有该指标，请更正 improvement.actions.metric。'),
    ('dropped', 'The action was dropped.', '该措施已取消。'),
    ('whole_company',
     'It covers the whole company, so nothing is comparable. Set dimension and dimension_value.',
     '该措施面向整个公司，没有可比对象。请填写维度和取值。'),
    ('unknown_slice', 'The metric has no values of this slice. Check dimension and dimension_value.',
     '该指标没有此切片的数据，请核对 dimension 和 dimension_value。'),
    ('short_history', 'Too few complete months or events before it.', '措施之前的完整月份或数据太少。'),
    ('few_events', 'Too few complete months or events after it.', '措施之后的完整月份或数据太少。'),
    ('no_comparison', 'Fewer than two comparable slices without an action are known.',
     '未受任何措施影响的可比切片不足两个。'),
    ('no_variation', 'The comparable slices did not vary, so chance cannot be judged.',
     '可比切片没有波动，无法判断偶然性。'),
] %}
{%- set slices -%}
    (select * from {{ ref('action_comparisons') }} where is_used) as slices
{%- endset %}
with

found as (

    select answer.* from (
        {{ python_rows(
            'find_action_effects',
            {},
            {
                'slices': {
                    'relation': slices,
                    'columns': [
                        'action_group', 'dimension_value', 'is_treated', 'is_ratio',
                        'before_value', 'after_value', 'before_weight', 'after_weight', 'noise',
                    ],
                },
            },
            {
                'action_group': 'string', 'slice_count': 'bigint', 'comparison_count': 'bigint',
                'before_value': 'double', 'after_value': 'double', 'expected_value': 'double',
                'effect': 'double', 'effect_low': 'double', 'effect_high': 'double',
                'degrees_of_freedom': 'bigint',
            },
        ) }}
    ) as answer

),

comparisons as (

    select
        *,
        {{ spelling_key('dimension_value') }} as slice_key

    from {{ ref('action_comparisons') }}

),

compared as (

    select
        action_group,
        count(*) as comparison_count

    from comparisons
    where
        is_used
        and not is_treated
    group by action_group

),

known_months as (

    select
        metric,
        max({{ last_day_of_month('period_start') }}) as known_until

    from {{ ref('metric_values') }}
    where
        period = 'month'
        and dimension = 'all'
        and is_complete
    group by metric

),

joined as (

    select
        aimed.*,
        catalogue.label_en,
        catalogue.label_zh,
        catalogue.unit,
        catalogue.unit_en,
        catalogue.unit_zh,
        catalogue.change_unit_en,
        catalogue.change_unit_zh,
        catalogue.better,
        -- The time after the action is over, so no complete month can be added.
        coalesce(
            {{ last_day_of_month(date_plus_days('known_months.known_until', 1)) }}
            > aimed.after_until,
            false
        ) as is_over,
        own.action_group is not null as is_slice_known,
        own.is_used,
        coalesce(own.other_action_count, 0) as other_action_count,
        coalesce(own.before_month_count, 0) as before_month_count,
        coalesce(own.after_month_count, 0) as after_month_count,
        coalesce(own.before_event_count, 0) as before_event_count,
        coalesce(own.after_event_count, 0) as after_event_count,
        own.before_value as own_before_value,
        own.after_value as own_after_value,
        coalesce(compared.comparison_count, 0) as comparison_count,
        found.slice_count,
        found.before_value,
        found.after_value,
        found.expected_value,
        found.effect,
        found.effect_low,
        found.effect_high,
        found.degrees_of_freedom

    from {{ ref('int_actions_aimed') }} as aimed
    left join {{ ref('metric_catalogue') }} as catalogue
        on aimed.metric = catalogue.metric
    left join known_months
        on aimed.metric = known_months.metric
    left join comparisons as own
        on
            aimed.action_group = own.action_group
            and aimed.slice_key = own.slice_key
            and own.is_treated
    left join compared
        on aimed.action_group = compared.action_group
    left join found
        on aimed.action_group = found.action_group

),

reasoned as (

    select
        *,
        case
            when label_en is null then 'unknown_metric'
            when action_status = 'dropped' then 'dropped'
            when not is_carried_out then 'not_begun'
            when dimension = 'all' then 'whole_company'
            when not is_slice_known then 'unknown_slice'
            when
                before_month_count < {{ minimum_months }}
                or own_before_value is null
                then 'short_history'
            when not is_used and is_over then 'few_events'
            when not is_used then 'few_months_after'
            when comparison_count < 2 then 'no_comparison'
            when effect is null then 'no_variation'
            else 'measured'
        end as reason

    from joined

),

decided as (

    select
        *,
        case
            when reason in ('not_begun', 'few_months_after') then 'too early'
            when reason <> 'measured' then 'not measurable'
            when better = 'higher' and effect_low > 0 then 'improved'
            when better = 'lower' and effect_high < 0 then 'improved'
            when better = 'higher' and effect_high < 0 then 'worse'
            when better = 'lower' and effect_low > 0 then 'worse'
            else 'no change shown'
        end as verdict,
        reason = 'measured' as is_measured

    from reasoned

),

written as (

    select
        *,
        {%- for name in [
            'before_value', 'after_value', 'expected_value', 'effect', 'effect_low', 'effect_high'
        ] %}
        {{ shown_number(name, 'unit') }} as {{ name }}_text{{ ',' if not loop.last }}
        {%- endfor %}

    from decided

),

told as (

    select
        action_id,
        action_group,
        title,
        pain_point,
        metric,
        coalesce(label_en, metric) as label,
        coalesce(label_zh, metric) as label_zh,
        dimension,
        dimension_value,
        action_status,
        started_on,
        finished_on,
        verdict,
        reason,
        is_over and verdict <> 'too early' as is_final,
        before_from,
        before_until,
        after_from,
        after_until,
        before_month_count,
        after_month_count,
        before_event_count,
        after_event_count,
        {%- for name in [
            'before_value', 'after_value', 'expected_value', 'effect', 'effect_low', 'effect_high'
        ] %}
        case when is_measured then {{ without_negative_zero(name) }} end as {{ name }},
        {%- endfor %}
        case when is_measured then (effect_high - effect_low) * 0.5e0 end as half_width,
        case when is_measured then slice_count end as slice_count,
        comparison_count,
        case when is_measured then degrees_of_freedom end as degrees_of_freedom,
        other_action_count,
        case
            when reason = 'not_begun' then 'Too early: the action has not begun.'
            when reason = 'few_months_after'
                then
                    'Too early: ' || cast(after_month_count as string)
                    || ' complete month(s) with enough events after it, {{ minimum_months }}'
                    || ' are needed.'
            {%- for name, message, message_zh in reasons %}
            when reason = '{{ name }}' then 'Not measurable. {{ message }}'
            {%- endfor %}
            else
                case verdict
                    when 'improved' then 'Improved'
                    when 'worse' then 'Worse'
                    else 'No change shown'
                end
                || ': effect ' || {{ with_unit('effect_text', 'change_unit_en', 'en') }}
                || ', 95 % interval '
                || effect_low_text || ' to ' || effect_high_text || '. Before '
                || before_value_text || ', after '
                || {{ with_unit('after_value_text', 'unit_en', 'en') }}
                || '; expected from ' || cast(comparison_count as string)
                || ' comparable slices: ' || expected_value_text || '.'
                || case
                    when slice_count > 1
                        then ' It covers ' || cast(slice_count as string) || ' slices together.'
                    else ''
                end
                || case
                    when other_action_count > 0
                        then
                            ' Other actions on this slice at the time: '
                            || cast(other_action_count as string) || '.'
                    else ''
                end
        end as message,
        case
            when reason = 'not_begun' then '为时过早：措施尚未开始。'
            when reason = 'few_months_after'
                then
                    '为时过早：措施之后有 ' || cast(after_month_count as string)
                    || ' 个完整月份，至少需要 {{ minimum_months }} 个且数据充足。'
            {%- for name, message, message_zh in reasons %}
            when reason = '{{ name }}' then '无法衡量。{{ message_zh }}'
            {%- endfor %}
            else
                case verdict
                    when 'improved' then '已改善'
                    when 'worse' then '变差'
                    else '未见变化'
                end
                || '：效果 ' || {{ with_unit('effect_text', 'change_unit_zh', 'zh') }}
                || '，95%区间 '
                || effect_low_text || ' 至 ' || effect_high_text || '。之前 '
                || before_value_text || '，之后 '
                || {{ with_unit('after_value_text', 'unit_zh', 'zh') }} || '；按 '
                || cast(comparison_count as string) || ' 个可比切片，预期为 '
                || expected_value_text || '。'
                || case
                    when slice_count > 1
                        then '共涉及 ' || cast(slice_count as string) || ' 个切片。'
                    else ''
                end
                || case
                    when other_action_count > 0
                        then
                            '同期该切片还有 ' || cast(other_action_count as string)
                            || ' 项其他措施。'
                    else ''
                end
        end as message_zh

    from written

)

select * from told
order by started_on, action_id
