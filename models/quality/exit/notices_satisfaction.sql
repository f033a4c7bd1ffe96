-- sqlfluff:exclude_rules:LT02
-- Scores with too few cases for the shares of their drivers or for a comparison of slices.
{%- set kinds_zh = [
    ('ticket', '关于工单的回答'), ('order', '关于订单的回答'),
    ('relationship', '不涉及工单或订单的回答'), ('customer', '客户'),
] %}
{%- set smallest = 2 * var('minimum_event_counts').small %}
with

regressions as (

    select
        metric,
        kind,
        max(case_count) as case_count

    from {{ ref('drivers') }}
    where left_out_reason = 'too_few_cases'
    group by metric, kind

),

answers as (

    select
        survey_metric as metric,
        count(*) as answer_count

    from {{ ref('int_answers_experienced') }}
    group by survey_metric

),

told as (

    select
        'drivers' as topic,
        metric as subject,
        case_count as row_count,
        'Drivers of ' || metric || ' (' || kind || ') have no shares: '
        || cast(case_count as string) || ' case(s), at least {{ var('driver_minimum_cases') }} are'
        || ' needed (variable driver_minimum_cases).' as message,
        metric || ' 的驱动因素未分解（' || case kind
            {%- for kind, name_zh in kinds_zh %}
            when '{{ kind }}' then '{{ name_zh }}'
            {%- endfor %}
        end || '）：仅 ' || cast(case_count as string)
        || ' 例，至少需要 {{ var('driver_minimum_cases') }} 例（变量 driver_minimum_cases）。'
            as message_zh

    from regressions

    union all

    select
        'satisfaction gaps' as topic,
        metric as subject,
        answer_count as row_count,
        'Slices of ' || metric || ' were not compared: ' || cast(answer_count as string)
        || ' answer(s) in the last {{ var('satisfaction_days') }} days. A slice and the other'
        || ' answers need {{ var('minimum_event_counts').small }} each.' as message,
        '未比较 ' || metric || ' 的切片：最近 {{ var('satisfaction_days') }} 天仅有 '
        || cast(answer_count as string)
        || ' 份回答。切片及其余部分各需 {{ var('minimum_event_counts').small }} 份。' as message_zh

    from answers
    where answer_count < {{ smallest }}

)

select * from told
