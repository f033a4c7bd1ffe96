-- Answers of the newest days with the columns for slices and drivers.
{%- set weekdays = [
    'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
] %}
with

joined as (

    select answers.*
    from {{ ref('int_answers_dated') }} as answers
    cross join {{ ref('int_as_of') }} as as_of
    where
        {{ is_in_newest_days('answers.responded_at') }}
        and answers.responded_at <= as_of.as_of

),

tickets as (

    select * from {{ ref('fct_tickets') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

-- A promotion day is a day on which many purchases used a promotion.
promotion_days as (

    select order_date
    from orders
    where is_purchase
    group by order_date
    having
        {{ ratio('count(promotion)', 'count(*)') }} >= {{ var('promotion_day_share') }}

),

recorded as (

    select
        min(order_date) as first_on,
        max(order_date) as last_on,
        count(promotion) as promoted_count

    from orders
    where is_purchase

),

hours as (

    select
        cast(extract(hour from {{ local_time('created_at') }}) as integer) as local_hour,
        count(*) as ticket_count,
        cast(sum(count(*)) over (partition by 1) as double) / 24 as mean_count

    from tickets
    group by cast(extract(hour from {{ local_time('created_at') }}) as integer)

),

placed as (

    select
        joined.survey_response_id,
        joined.customer_id,
        joined.survey_metric,
        joined.score,
        joined.is_satisfied,
        joined.responded_at,
        joined.ticket_id,
        joined.order_id,
        cast(joined.experienced_at as date) as experienced_on,
        joined.segment,
        joined.region,
        joined.channel,
        joined.touchpoint,
        joined.team,
        joined.value_tier,
        case
            when joined.lifecycle_stage in ('prospect', 'new') then 'new'
            when joined.lifecycle_stage is not null then 'established'
        end as customer_age,
        case
            when promotion_days.order_date is not null then 'promotion'
            when
                recorded.promoted_count > 0
                and cast(joined.experienced_at as date) >= recorded.first_on
                and cast(joined.experienced_at as date) <= recorded.last_on
                then 'ordinary'
        end as day_kind,
        case ({{ days_since_epoch('joined.experienced_at') }} + 3) % 7
            {%- for weekday in weekdays %}
            when {{ loop.index0 }} then '{{ weekday }}'
            {%- endfor %}
        end as weekday,
        case
            when joined.ticket_at is null then null
            when hours.ticket_count >= {{ var('peak_hour_ratio') }} * hours.mean_count then 'peak'
            else 'off_peak'
        end as hour_kind

    from joined
    cross join recorded
    left join promotion_days
        on cast(joined.experienced_at as date) = promotion_days.order_date
    left join hours
        on cast(extract(hour from joined.experienced_at) as integer) = hours.local_hour

)

select * from placed
