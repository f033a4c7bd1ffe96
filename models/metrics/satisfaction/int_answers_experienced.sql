-- Answers of the newest days, as slices and drivers read them: with the ticket or order that they
-- are about, and when that was. An answer about neither is dated by itself.
{%- set weekdays = [
    'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
] %}
with

responses as (

    select responses.*
    from {{ ref('fct_survey_responses') }} as responses
    cross join {{ ref('int_as_of') }} as as_of
    where
        responses.is_counted
        and responses.is_satisfied is not null
        and {{ is_in_newest_days('responses.responded_at') }}
        and responses.responded_at <= as_of.as_of

),

tickets as (

    select * from {{ ref('fct_tickets') }}

),

merged_tickets as (

    select * from {{ ref('int_tickets_merged') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

-- A day of a promotion is one on which many purchases used any.
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

joined as (

    select
        responses.survey_response_id,
        responses.customer_id,
        responses.survey_metric,
        responses.score,
        responses.is_satisfied,
        responses.segment,
        responses.region,
        responses.channel,
        responses.touchpoint,
        coalesce(tickets.team, responses.team) as team,
        responses.value_tier,
        responses.lifecycle_stage,
        responses.responded_at,
        tickets.ticket_id,
        orders.order_id,
        tickets.created_at as ticket_at,
        {{ local_time(
            'coalesce(tickets.created_at, orders.ordered_at, responses.responded_at)'
        ) }} as experienced_at

    from responses
    left join merged_tickets
        on responses.ticket_id = merged_tickets.ticket_id
    left join tickets
        on coalesce(merged_tickets.surviving_ticket_id, responses.ticket_id) = tickets.ticket_id
    left join orders
        on responses.order_id = orders.order_id

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
