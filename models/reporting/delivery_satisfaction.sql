-- sqlfluff:exclude_rules:ST06,RF04,LT02
-- Satisfied answers about orders, by the state of the promised delivery at the time of the answer.
{%- set bands = [
    ('early', 'before the promised day', '早于承诺日'),
    ('on_the_day', 'on the promised day', '承诺日当天'),
    ('one_day_late', '1 day late', '晚 1 天'),
    ('two_or_three_days_late', '2 or 3 days late', '晚 2 至 3 天'),
    ('later', '4 days late or more', '晚 4 天及以上'),
    ('not_delivered', 'late and not delivered yet', '逾期未送达'),
] %}
with

answers as (

    select
        answers.customer_id,
        answers.survey_response_id,
        answers.survey_metric as metric,
        answers.is_satisfied,
        answers.responded_at,
        cast({{ local_time('answers.responded_at') }} as date) as responded_on,
        orders.promised_delivery_on,
        case
            when orders.delivered_at <= answers.responded_at
                then
                    {{ days_since_epoch(local_time('orders.delivered_at')) }}
                    - {{ days_since_epoch('orders.promised_delivery_on') }}
        end as delay_days,
        -- The delivery time is unknown.
        orders.delivered_at is null and orders.order_status in ('delivered', 'returned')
            as is_unknown

    from {{ ref('int_answers_experienced') }} as answers
    inner join {{ ref('fct_orders') }} as orders
        on answers.order_id = orders.order_id
    where
        orders.promised_delivery_on is not null
        and orders.order_status <> 'cancelled'

),

placed as (

    select
        *,
        case
            when delay_days < 0 then 1
            when delay_days = 0 then 2
            when delay_days = 1 then 3
            when delay_days <= 3 then 4
            when delay_days is not null then 5
            when responded_on > promised_delivery_on and not is_unknown then 6
        end as band_rank,
        -- Each customer counts once per metric, with the newest answer.
        row_number() over (
            partition by metric, coalesce(customer_id, survey_response_id)
            order by responded_at desc, survey_response_id desc
        ) as age_rank

    from answers

),

counted as (

    select
        metric,
        band_rank,
        count(*) as customer_count,
        sum(case when is_satisfied then 1 else 0 end) as satisfied_count,
        sum(count(*)) over (partition by metric) as all_count,
        sum(sum(case when is_satisfied then 1 else 0 end)) over (partition by metric)
            as all_satisfied_count

    from placed
    where
        age_rank = 1
        and band_rank is not null
    group by metric, band_rank

),

compared as (

    {{ compared_shares('counted', 'satisfied_count', 'all_satisfied_count') }}

),

told as (

    select
        metric,
        cast(band_rank as integer) as band_rank,
        case band_rank
            {%- for band, label_en, label_zh in bands %}
            when {{ loop.index }} then '{{ band }}'
            {%- endfor %}
        end as band,
        cast(customer_count as bigint) as customer_count,
        is_suppressed,
        shown_percent as satisfied_percent,
        shown_percent_low as satisfied_percent_low,
        shown_percent_high as satisfied_percent_high,
        all_percent,
        comparison,
        case band_rank
            {%- for band, label_en, label_zh in bands %}
            when {{ loop.index }} then '{{ label_en }}'
            {%- endfor %}
        end as label,
        case band_rank
            {%- for band, label_en, label_zh in bands %}
            when {{ loop.index }} then '{{ label_zh }}'
            {%- endfor %}
        end as label_zh

    from compared

)

select * from told
