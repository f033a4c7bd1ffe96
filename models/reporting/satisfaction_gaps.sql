-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02
-- depends_on: {{ ref('int_answers_experienced') }}
-- SQL counts the answers by every combination of values. Python tests all slices of one and two
-- dimensions, and returns the low ones (python_hooks/fits/gaps.py).
{%- set metric_names = [
    ('csat', 'satisfied answers', '满意率'), ('nps', 'promoters', '推荐者占比'),
    ('ces', 'answers of little effort', '省力占比'), ('rating', 'good ratings', '好评率'),
] %}
{%- set names = gap_dimensions() %}
{%- set cells -%}
    (
        select
            survey_metric as metric,
            {{ names | join(', ') }},
            count(*) as answer_count,
            count(case when is_satisfied then 1 end) as satisfied_count
        from {{ ref('int_answers_experienced') }}
        group by survey_metric, {{ names | join(', ') }}
    ) as cells
{%- endset %}
{%- set repeats -%}
    (
        select
            metric,
            answer_count,
            satisfied_count,
            count(*) as customer_count
        from (
            select
                survey_metric as metric,
                count(*) as answer_count,
                count(case when is_satisfied then 1 end) as satisfied_count
            from {{ ref('int_answers_experienced') }}
            group by survey_metric, coalesce(customer_id, survey_response_id)
        ) as customers
        group by metric, answer_count, satisfied_count
    ) as repeats
{%- endset %}
with

found as (

    select answer.* from (
        {{ python_rows(
            'find_low_slices',
            {
                'dimensions': names,
                'minimum_answers': var('minimum_event_counts').small,
                'false_discovery_rate': var('false_discovery_rate'),
            },
            {
                'cells': {
                    'relation': cells,
                    'columns': ['metric'] + names + ['answer_count', 'satisfied_count'],
                },
                'repeats': {
                    'relation': repeats,
                    'columns': ['metric', 'answer_count', 'satisfied_count', 'customer_count'],
                },
            },
            {
                'metric': 'string', 'dimension': 'string', 'value': 'string',
                'dimension_2': 'string', 'value_2': 'string', 'answer_count': 'bigint',
                'satisfied_count': 'bigint', 'rest_count': 'bigint',
                'rest_satisfied_count': 'bigint', 'p_value': 'double',
                'adjusted_p_value': 'double', 'mix_difference': 'double',
                'mix_dimension': 'string', 'mix_p_value': 'double', 'verdict': 'string',
                'cause_rank': 'bigint', 'explained_by': 'bigint', 'design_effect': 'double',
                'tested_count': 'bigint',
            },
        ) }}
    ) as answer

),

totals as (

    select
        survey_metric as metric,
        count(*) as all_count

    from {{ ref('int_answers_experienced') }}
    group by survey_metric

),

measured as (

    select
        found.*,
        coalesce(found.dimension_2, 'none') as second_dimension,
        coalesce(found.value_2, 'none') as second_value,
        100 * {{ ratio('found.satisfied_count', 'found.answer_count') }} as value_percent,
        100 * {{ ratio('found.rest_satisfied_count', 'found.rest_count') }} as rest_percent,
        {{ ratio('found.answer_count', 'totals.all_count') }} as answer_share

    from found
    inner join totals
        on found.metric = totals.metric

),

named as (

    select
        measured.*,
        cast(cast(floor(value_percent + 0.5) as bigint) as string) as value_text,
        cast(cast(floor(rest_percent + 0.5) as bigint) as string) as rest_text,
        {%- for number, dimension, value in [
            ('1', 'dimension', 'value'), ('2', 'second_dimension', 'second_value'),
        ] %}
        {%- for language, equals in [('en', ' = '), ('zh', '为')] %}
        coalesce(name_{{ number }}.label_{{ language }}, {{ dimension }}) || '{{ equals }}'
        || coalesce(value_{{ number }}.label_{{ language }}, {{ value }})
            as label_{{ number }}_{{ language }},
        {%- endfor %}
        {%- endfor %}
        coalesce(mix_name.label_en, mix_dimension) as mix_dimension_en,
        coalesce(mix_name.label_zh, mix_dimension) as mix_dimension_zh,
        case metric
            {%- for metric, name_en, name_zh in metric_names %}
            when '{{ metric }}' then '{{ name_en }}'
            {%- endfor %}
        end as metric_en,
        case metric
            {%- for metric, name_en, name_zh in metric_names %}
            when '{{ metric }}' then '{{ name_zh }}'
            {%- endfor %}
        end as metric_zh

    from measured
    {{ label_join('name_1', "'dimension'", 'measured.dimension') }}
    {{ label_join('value_1', 'measured.dimension', 'measured.value') }}
    {{ label_join('name_2', "'dimension'", 'measured.second_dimension') }}
    {{ label_join('value_2', 'measured.second_dimension', 'measured.second_value') }}
    {{ label_join('mix_name', "'dimension'", 'measured.mix_dimension') }}

),

told as (

    select
        metric,
        dimension,
        value as dimension_value,
        second_dimension as dimension_2,
        second_value as dimension_2_value,
        verdict,
        cast(cause_rank as integer) as cause_rank,
        cast(explained_by as integer) as explained_by_rank,
        answer_count,
        value_percent,
        rest_percent,
        value_percent - rest_percent as difference_points,
        nullif(mix_dimension, '') as mix_dimension,
        {{ without_negative_zero('100 * mix_difference') }} as difference_within_mix_points,
        -- The rise of the total if the slice were as satisfied as the comparable answers.
        case when mix_difference < 0 then -100 * mix_difference * answer_share else 0e0 end
            as cost_points,
        p_value,
        adjusted_p_value,
        mix_p_value,
        design_effect,
        tested_count,
        label_1_en || case when dimension_2 is null then '' else ' and ' || label_2_en end as label,
        label_1_zh || case when dimension_2 is null then '' else '，' || label_2_zh end as label_zh,
        value_text || ' % ' || metric_en || ' against ' || rest_text || ' % elsewhere ('
        || cast(answer_count as string) || ' answers). '
        || case verdict
            when 'cause' then 'No other slice explains it.'
            when 'explained'
                then
                    'Cause number ' || cast(explained_by as string) || ' explains it.'
            else 'The mix of ' || lower(mix_dimension_en) || ' explains it.'
        end as message,
        metric_zh || value_text || '%，其他为' || rest_text || '%（'
        || cast(answer_count as string) || ' 份回答）。'
        || case verdict
            when 'cause' then '其他切片无法解释。'
            when 'explained' then '可由第 ' || cast(explained_by as string) || ' 个原因解释。'
            else '可由' || mix_dimension_zh || '的构成解释。'
        end as message_zh

    from named

)

select * from told
