{#- SQL counts, Python shrinks each estimate towards the mean (fits/quality.py), and SQL joins
    the result. -#}
{% macro quality_report(unit_type, unit_column) -%}
{%- set counted = ref('int_quality_outcomes_counted') -%}
{%- set cells -%}
    (
        select
            metric,
            team,
            event_count,
            success_count,
            count(*) as unit_count
        from {{ counted }}
        where
            unit_type = '{{ unit_type }}'
            and event_count > 0
        group by metric, team, event_count, success_count
    ) as cells
{%- endset -%}
with

shrunk as (

    select answer.* from (
        {{ python_rows(
            'shrink_quality',
            {'unit_type': unit_type},
            {
                'cells': {
                    'relation': cells,
                    'columns': [
                        'metric', 'team', 'event_count', 'success_count', 'unit_count',
                    ],
                },
            },
            {
                'metric': 'string', 'team': 'string', 'event_count': 'bigint',
                'success_count': 'bigint', 'shrunk': 'double', 'shrunk_low': 'double',
                'shrunk_high': 'double', 'mean': 'double', 'odds': 'double',
            },
        ) }}
    ) as answer

),

joined as (

    select
        counted.*,
        100 * shrunk.mean as mean_percent,
        counted.event_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        catalogue.label_en as label,
        catalogue.label_zh,
        case catalogue.better when 'lower' then -1 else 1 end as direction,
        100 * {{ ratio('counted.success_count', 'counted.event_count') }} as raw_percent,
        {{ ratio(
            'counted.event_count * shrunk.odds', 'counted.event_count * shrunk.odds + 1'
        ) }} as own_weight,
        100 * shrunk.shrunk as shrunk_percent,
        100 * shrunk.shrunk_low as shrunk_low,
        100 * shrunk.shrunk_high as shrunk_high,
        {%- for phase in ['before', 'after'] %}
        {{ ratio('counted.' ~ phase ~ '_success_count', 'counted.' ~ phase ~ '_count') }}
            as {{ phase }}_share,
        {%- for side in ['low', 'high'] %}
        {{ wilson_bound(
            'counted.' ~ phase ~ '_success_count', 'counted.' ~ phase ~ '_count', side
        ) }} as {{ phase }}_{{ side }},
        {%- endfor %}
        {%- endfor %}
        counted.before_count >= {{ var('minimum_event_counts').hidden }}
        and counted.after_count >= {{ var('minimum_event_counts').hidden }} as has_training

    from {{ counted }} as counted
    inner join {{ ref('metric_catalogue') }} as catalogue
        on counted.metric = catalogue.metric
    left join shrunk
        on
            counted.metric = shrunk.metric
            and counted.team = shrunk.team
            and counted.event_count = shrunk.event_count
            and counted.success_count = shrunk.success_count
    where
        counted.unit_type = '{{ unit_type }}'
        and (
            counted.event_count > 0
            or (counted.before_count > 0 and counted.after_count > 0)
        )

),

verdicts as (

    select
        *,
        case
            when event_count = 0 or is_suppressed then 'too_few_events'
            when shrunk_percent is null then 'too_few_units'
            when shrunk_low > mean_percent
                then case when direction = 1 then 'better' else 'worse' end
            when shrunk_high < mean_percent
                then case when direction = 1 then 'worse' else 'better' end
            else 'not_told_apart'
        end as verdict,
        row_number() over (
            partition by metric
            order by
                case when is_suppressed or shrunk_percent is null then 1 else 0 end asc,
                direction * shrunk_percent desc,
                event_count desc,
                unit asc,
                team asc
        ) as place,
        count(case when not is_suppressed then shrunk_percent end) over (partition by metric)
            as ranked_count

    from joined

),

told as (

    select
        {{ unit_column }},
        metric,
        event_count,
        is_suppressed,
        case when not is_suppressed then raw_percent end as raw_percent,
        case when not is_suppressed then shrunk_percent end as shrunk_percent,
        case when not is_suppressed then shrunk_low end as shrunk_percent_low,
        case when not is_suppressed then shrunk_high end as shrunk_percent_high,
        case when not is_suppressed then own_weight end as own_weight,
        mean_percent,
        verdict,
        cast(case when verdict in ('better', 'worse') then place end as integer) as quality_rank,
        cast(case when verdict in ('better', 'worse') then ranked_count end as integer)
            as ranked_count,
        before_count as training_before_count,
        after_count as training_after_count,
        case when has_training then 100 * before_share end as training_before_percent,
        case when has_training then 100 * after_share end as training_after_percent,
        {%- for side in ['low', 'high'] %}
        case
            when has_training
                then 100 * {{ difference_bound(
                    'before_share', 'before_low', 'before_high',
                    'after_share', 'after_low', 'after_high', side,
                ) }}
        end as training_difference_{{ side }},
        {%- endfor %}
        label,
        label_zh,
        case verdict
            when 'too_few_events' then 'Too few events to judge.'
            when 'too_few_units' then 'Not compared: fewer than three.'
            when 'not_told_apart' then 'No significant difference from the mean.'
            when 'better' then 'Better than the mean. The mix and number of tickets may differ.'
            else 'Worse than the mean. The mix and number of tickets may differ.'
        end as message,
        case verdict
            when 'too_few_events' then '样本过少，无法判断。'
            when 'too_few_units' then '不足三个，无法比较。'
            when 'not_told_apart' then '与均值无显著差异。'
            when 'better' then '优于均值；工单构成和数量可能不同。'
            else '差于均值；工单构成和数量可能不同。'
        end as message_zh

    from verdicts

)

select * from told
{%- endmacro %}
