-- sqlfluff:exclude_rules:ST06,RF04,LT02
-- Repurchase and retention by the newest answer whose follow-up is over, and churn by the speed of
-- the first reply to a complaint. Each band is estimated separately: no line is fitted.
{%- set days = var('satisfaction_loyalty_days') %}
{%- set oldest_days = days | int + var('satisfaction_days') | int %}
{%- set response_bands = [
    ('up_to_1_hour', 60, 'up to 1 hour', '1 小时以内'),
    ('up_to_4_hours', 240, '1 to 4 hours', '1 至 4 小时'),
    ('up_to_24_hours', 1440, '4 to 24 hours', '4 至 24 小时'),
    ('up_to_72_hours', 4320, '24 to 72 hours', '24 至 72 小时'),
] %}
{%- set outcomes = [
    ('repurchase', 'bought again within', '内再次购买'),
    ('retention', 'were still customers after', '后仍为客户'),
    ('churn', 'had left after', '后已流失'),
] %}
with

as_of as (

    select
        as_of,
        {{ plus_days('as_of', '-' ~ days) }} as followed_until,
        {{ plus_days('as_of', '-' ~ oldest_days) }} as followed_from

    from {{ ref('int_as_of') }}

),

purchases as (

    select
        customer_id,
        ordered_at

    from {{ ref('fct_orders') }}
    where
        is_purchase
        and customer_id is not null

),

answers as (

    select
        responses.customer_id,
        responses.responded_at as happened_at,
        responses.survey_metric as metric,
        responses.score,
        responses.scale_min,
        responses.scale_max,
        responses.is_higher_better,
        -- One band per point of the scale; for longer scales a tenth of it.
        case
            when responses.scale_max - responses.scale_min <= 10
                then cast(floor(responses.score - responses.scale_min) as integer)
            else least(
                cast(floor({{ ratio(
                    '10 * (responses.score - responses.scale_min)',
                    'responses.scale_max - responses.scale_min',
                ) }}) as integer), 9
            )
        end as place,
        responses.survey_response_id as event_id

    from {{ ref('fct_survey_responses') }} as responses
    cross join as_of
    where
        responses.is_counted
        and responses.customer_id is not null
        and responses.responded_at > as_of.followed_from
        and responses.responded_at <= as_of.followed_until

),

newest_answers as (

    select
        *,
        row_number() over (
            partition by customer_id, metric, scale_min, scale_max, is_higher_better
            order by happened_at desc, event_id desc
        ) as age_rank

    from answers

),

complaints as (

    select
        tickets.customer_id,
        tickets.created_at as happened_at,
        tickets.first_response_minutes,
        row_number() over (
            partition by tickets.customer_id
            order by tickets.created_at desc, tickets.ticket_id desc
        ) as age_rank

    from {{ ref('fct_tickets') }} as tickets
    cross join as_of
    where
        tickets.is_complaint
        and tickets.customer_id is not null
        and tickets.created_at > as_of.followed_from
        and tickets.created_at <= as_of.followed_until

),

banded as (

    select
        *,
        case
            when scale_max - scale_min <= 10 then scale_min + place
            else scale_min + (scale_max - scale_min) * place * 0.1
        end as band_from,
        case
            when scale_max - scale_min <= 10 then null
            else scale_min + (scale_max - scale_min) * (place + 1) * 0.1
        end as band_to

    from newest_answers
    where age_rank = 1

),

number_texts as (

    select
        *,
        {%- for column in ['scale_min', 'scale_max', 'band_from', 'band_to'] %}
        case
            when {{ column }} = floor({{ column }})
                then cast(cast({{ column }} as bigint) as string)
            else cast(cast({{ column }} as double) as string)
        end as {{ column }}_text{{ ',' if not loop.last }}
        {%- endfor %}

    from banded

),

cases as (

    select
        'score' as kind,
        metric,
        scale_min_text || ' to ' || scale_max_text
        || case when is_higher_better then '' else ', lower is better' end as scale,
        scale_min_text || ' 至 ' || scale_max_text
        || case when is_higher_better then '' else '，越低越好' end as scale_zh,
        -- From the worst band to the best.
        case when is_higher_better then place else -place end as band_order,
        band_from_text || coalesce(' to ' || band_to_text, '') as band,
        band_from_text || coalesce(' 至 ' || band_to_text, '') as band_zh,
        customer_id,
        happened_at

    from number_texts

    union all

    select
        'complaint_response' as kind,
        'first_response_minutes' as metric,
        'hours' as scale,
        '小时' as scale_zh,
        case
            {%- for name, minutes, label_en, label_zh in response_bands %}
            when first_response_minutes <= {{ minutes }} then {{ -loop.index }}
            {%- endfor %}
            when first_response_minutes is not null then -5
            else -6
        end as band_order,
        case
            {%- for name, minutes, label_en, label_zh in response_bands %}
            when first_response_minutes <= {{ minutes }} then '{{ label_en }}'
            {%- endfor %}
            when first_response_minutes is not null then 'more than 72 hours'
            else 'no reply'
        end as band,
        case
            {%- for name, minutes, label_en, label_zh in response_bands %}
            when first_response_minutes <= {{ minutes }} then '{{ label_zh }}'
            {%- endfor %}
            when first_response_minutes is not null then '72 小时以上'
            else '未回复'
        end as band_zh,
        customer_id,
        happened_at

    from complaints
    where age_rank = 1

),

bought as (

    select
        cases.kind,
        cases.metric,
        cases.scale,
        cases.customer_id,
        min(purchases.ordered_at) as first_purchase_at,
        count(
            case
                when
                    purchases.ordered_at > cases.happened_at
                    and purchases.ordered_at <= {{ plus_days('cases.happened_at', days) }}
                    then 1
            end
        ) as later_count

    from cases
    inner join purchases
        on cases.customer_id = purchases.customer_id
    where cases.kind = 'score'
    group by cases.kind, cases.metric, cases.scale, cases.customer_id

),

months as (

    select months.*
    from {{ ref('fct_customer_months') }} as months
    inner join {{ ref('int_histories_begun') }} as history
        on months.month_start >= history.lapses_known_from_on
    where months.is_complete

),

followed as (

    select
        cases.*,
        'repurchase' as outcome,
        case when bought.later_count > 0 then 1 else 0 end as outcome_happened

    from cases
    inner join bought
        on
            cases.kind = bought.kind
            and cases.metric = bought.metric
            and cases.scale = bought.scale
            and cases.customer_id = bought.customer_id
            -- Only buyers can buy again.
            and cases.happened_at >= bought.first_purchase_at

    union all

    select
        cases.*,
        case cases.kind when 'score' then 'retention' else 'churn' end as outcome,
        case
            when later.is_customer_at_end = (cases.kind = 'score') then 1
            else 0
        end as outcome_happened

    from cases
    inner join months as earlier
        on
            cases.customer_id = earlier.customer_id
            and {{ start_of('month', local_time('cases.happened_at')) }} = earlier.month_start
            and earlier.is_customer_at_end
    inner join months as later
        on
            cases.customer_id = later.customer_id
            and {{ start_of('month', local_time(plus_days('cases.happened_at', days))) }}
            = later.month_start

),

counted as (

    select
        kind,
        metric,
        scale,
        scale_zh,
        band,
        band_zh,
        band_order,
        outcome,
        count(*) as customer_count,
        sum(outcome_happened) as outcome_count,
        sum(count(*)) over (partition by kind, metric, scale, outcome) as all_count,
        sum(sum(outcome_happened)) over (partition by kind, metric, scale, outcome)
            as all_outcome_count

    from followed
    group by kind, metric, scale, scale_zh, band, band_zh, band_order, outcome

),

compared as (

    {{ compared_shares('counted', 'outcome_count', 'all_outcome_count') }}

),

told as (

    select
        kind,
        metric,
        scale,
        scale_zh,
        cast(
            row_number() over (
                partition by kind, metric, scale, outcome
                order by band_order
            ) as integer
        ) as band_rank,
        band,
        band_zh,
        outcome,
        cast(customer_count as bigint) as customer_count,
        is_suppressed,
        shown_percent as outcome_percent,
        shown_percent_low as outcome_percent_low,
        shown_percent_high as outcome_percent_high,
        all_percent,
        comparison,
        case kind when 'score' then metric || ' ' || band || ' (scale ' || scale || ')'
            else 'First reply to a complaint: ' || band
        end as label,
        case kind when 'score' then metric || ' ' || band_zh || '（量表 ' || scale_zh || '）'
            else '投诉首次响应：' || band_zh
        end as label_zh,
        case
            when is_suppressed
                then 'Too few customers: ' || cast(customer_count as string) || '.'
            else cast(cast(floor(shown_percent + 0.5) as bigint) as string) || ' % '
                || case outcome
                    {%- for name, label_en, label_zh in outcomes %}
                    when '{{ name }}' then '{{ label_en }}'
                    {%- endfor %}
                end || ' {{ days }} days, ' || cast(customer_count as string)
                || ' customer(s); of all bands '
                || cast(cast(floor(all_percent + 0.5) as bigint) as string) || ' %.'
        end as message,
        case
            when is_suppressed then '客户过少：' || cast(customer_count as string) || ' 位。'
            else cast(cast(floor(shown_percent + 0.5) as bigint) as string) || '% 在 {{ days }} 天'
                || case outcome
                    {%- for name, label_en, label_zh in outcomes %}
                    when '{{ name }}' then '{{ label_zh }}'
                    {%- endfor %}
                end || '（' || cast(customer_count as string) || ' 位客户）；各档合计 '
                || cast(cast(floor(all_percent + 0.5) as bigint) as string) || '%。'
        end as message_zh

    from compared

)

select * from told
