-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02
-- depends_on: {{ ref('int_answers_dated') }}
-- depends_on: {{ ref('int_answer_stores') }}
-- depends_on: {{ ref('int_as_of') }}
-- depends_on: {{ ref('stg_operations__measures') }}
-- SQL sums the answers of each unit and day. Python joins them with the measures at lags of 0 to 8
-- weeks, and tests all links together (python_hooks/fits/links.py).
{%- set metric_names = [
    ('csat', 'points of CSAT', '满意率', '个百分点'), ('nps', 'points of NPS', 'NPS', '分'),
    ('ces', 'points of little-effort answers', '省力占比', '个百分点'),
    ('rating', 'points of good ratings', '好评率', '个百分点'),
] %}
{#- With fewer periods a link cannot be separated from the season. -#}
{%- set minimum_weeks, minimum_months = 52, 24 %}
{%- set interval_zh = '{metric_zh}变化的95%置信区间为 {low_text} 至 {high_text} {unit_zh}。' %}
{%- set sentences = [
    (
        "verdict = 'link'",
        '{measure_en}: a rise of {step_text} goes with {points_text} {metric_en} {change_en}'
        ~ ' {later_en} (95 % interval {low_text} to {high_text}). This does not show a cause.',
        '{measure_zh}每增加 {step_text}，{later_zh}{metric_zh}{change_zh} {points_text} {unit_zh}'
        ~ '（95%置信区间 {low_text} 至 {high_text}）。仅表示相关，不代表因果关系。',
    ),
    (
        "verdict = 'same_link'",
        'Also linked {later_en}, but less clearly than at another lag. For a rise of {step_text}'
        ~ ' the 95 % interval is {low_text} to {high_text} {metric_en}.',
        '{later_zh}也存在关联，但不如另一时滞明显：{measure_zh}每增加 {step_text}，' ~ interval_zh,
    ),
    (
        "verdict = 'not_shown'",
        'No link shown {later_en}. For a rise of {step_text} the 95 % interval is {low_text} to'
        ~ ' {high_text} {metric_en}.',
        '{later_zh}未见关联：{measure_zh}每增加 {step_text}，' ~ interval_zh,
    ),
    (
        "verdict = 'too_few_answers'",
        'Too few answers have a value of this measure: fewer than '
        ~ var('driver_minimum_cases') ~ '.',
        '有该指标测量值的回答太少：不足 ' ~ var('driver_minimum_cases') ~ ' 份。',
    ),
    (
        "verdict = 'too_few_periods'",
        'Not compared: a link needs ' ~ minimum_weeks ~ ' weeks, or ' ~ minimum_months
        ~ ' months, with answers and measures.',
        '未比较：需有 ' ~ minimum_weeks ~ ' 周（或 ' ~ minimum_months ~ ' 个月）同时具备回答与测量值。',
    ),
    (
        "verdict = 'too_coarse'",
        'Not compared: the measure comes less often than once a month.',
        '未比较：测量间隔超过一个月。',
    ),
    (
        none,
        'Not compared: the measure never changes, or only with the season.',
        '未比较：该指标没有变化，或仅随季节变化。',
    ),
] %}
{%- set units = {
    'store': 'stores.store', 'team': 'answers.team', 'region': 'answers.region', 'company': none,
} %}
{%- set is_watched -%}
    > {{ date_plus_days('as_of.as_of_date', '-' ~ var('operation_days')) }}
{%- endset %}
{%- set measures -%}
    (
        select
            measures.unit_type,
            measures.unit,
            measures.measure,
            {{ days_since_epoch('measures.measured_on') }} as day_number,
            cast({{ rounded_decimal('measures.value') }} as double) as value
        from {{ ref('stg_operations__measures') }} as measures
        cross join {{ ref('int_as_of') }} as as_of
        where
            not measures.is_deleted
            and measures.value is not null
            and measures.measured_on <= as_of.as_of_date
            and measures.measured_on {{ is_watched }}
    ) as measures
{%- endset %}
{%- set answers -%}
    (
        with

        answers as (

            select
                answers.*,
                cast(answers.experienced_at as date) as experienced_on,
                case
                    when answers.survey_metric = 'nps' then {{ nps_points('answers.score') }}
                    when answers.is_satisfied then 100
                    else 0
                end as points
            from {{ ref('int_answers_dated') }} as answers
            cross join {{ ref('int_as_of') }} as as_of
            where
                answers.responded_at <= as_of.as_of
                and cast(answers.experienced_at as date) {{ is_watched }}

        ),

        watched as (

            select
                unit_type,
                case when unit_type = 'company' then unit end as company
            from {{ ref('stg_operations__measures') }}
            where not is_deleted
            group by unit_type, case when unit_type = 'company' then unit end

        ),

        placed as (
            {% for unit_type, unit in units.items() %}
            {{ 'union all' if not loop.first }}
            select
                answers.survey_metric as metric,
                watched.unit_type,
                {{ unit or 'watched.company' }} as unit,
                answers.experienced_on,
                answers.points
            from answers
            inner join watched
                on watched.unit_type = '{{ unit_type }}'
            {%- if unit_type == 'store' %}
            inner join {{ ref('int_answer_stores') }} as stores
                on answers.survey_response_id = stores.survey_response_id
            {%- endif %}
            {%- endfor %}

        )

        select
            metric,
            unit_type,
            unit,
            {{ days_since_epoch('experienced_on') }} as day_number,
            count(*) as answer_count,
            cast(sum(points) as bigint) as point_sum
        from placed
        where unit is not null
        group by metric, unit_type, unit, experienced_on
    ) as answers
{%- endset %}
with

found as (

    select answer.* from (
        {{ python_rows(
            'find_operation_links',
            {
                'minimum_answers': var('driver_minimum_cases'),
                'false_link_rate': var('false_discovery_rate'),
                'minimum_weeks': minimum_weeks,
                'minimum_months': minimum_months,
            },
            {
                'measures': {
                    'relation': measures,
                    'columns': ['unit_type', 'measure', 'unit', 'day_number', 'value'],
                },
                'answers': {
                    'relation': answers,
                    'columns': [
                        'metric', 'unit_type', 'unit', 'day_number', 'answer_count', 'point_sum',
                    ],
                },
            },
            {
                'metric': 'string', 'unit_type': 'string', 'measure': 'string',
                'period': 'string', 'lag': 'bigint', 'unit_count': 'bigint',
                'period_count': 'bigint', 'answer_count': 'bigint', 'measure_step': 'double',
                'step_text': 'string', 'slope': 'double', 'slope_low': 'double', 'slope_high': 'double',
                'p_value': 'double', 'adjusted_p_value': 'double', 'tested_count': 'bigint',
                'verdict': 'string',
            },
        ) }}
    ) as answer

),

named as (

    select
        found.*,
        coalesce(names.label_en, found.measure) as measure_en,
        coalesce(names.label_zh, found.measure) as measure_zh,
        {{ shown_number('abs(found.slope * found.measure_step)', "'points'") }} as points_text,
        {%- for side in ['low', 'high'] %}
        {{ shown_number('found.slope_' ~ side ~ ' * found.measure_step', "'points'") }}
            as {{ side }}_text,
        {%- endfor %}
        {%- for place, column in [(1, 'metric_en'), (2, 'metric_zh'), (3, 'unit_zh')] %}
        case found.metric
            {%- for names in metric_names %}
            when '{{ names[0] }}' then '{{ names[place] }}'
            {%- endfor %}
        end as {{ column }},
        {%- endfor %}
        case
            when found.lag = 0 and found.period = 'day' then 'on the same day'
            when found.lag = 0 then 'in the same ' || found.period
            else cast(found.lag as string)
                || case when found.period = 'month' then ' month' else ' week' end
                || case when found.lag = 1 then '' else 's' end || ' later'
        end as later_en,
        case
            when found.lag = 0
                then case found.period when 'day' then '当日' when 'week' then '当周' else '当月' end
            else cast(found.lag as string)
                || case when found.period = 'month' then ' 个月后' else ' 周后' end
        end as later_zh,
        case when found.slope < 0 then 'less' else 'more' end as change_en,
        case when found.slope < 0 then '低' else '高' end as change_zh

    from found
    {{ label_join('names', "'measure'", 'found.measure') }}

),

told as (

    select
        metric,
        unit_type,
        measure,
        period,
        cast(lag as integer) as lag_count,
        verdict,
        unit_count,
        period_count,
        answer_count,
        {{ without_negative_zero('slope') }} as slope_points,
        {{ without_negative_zero('slope_low') }} as slope_points_low,
        {{ without_negative_zero('slope_high') }} as slope_points_high,
        measure_step,
        p_value,
        adjusted_p_value,
        tested_count,
        {{- message_columns(sentences) }}

    from named

)

select * from told
