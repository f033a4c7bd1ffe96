-- A consultation or a favourite counts once the days to buy are over.
with

engagement_events as (

    select * from {{ ref('fct_engagement_events') }}
    where
        event_type in ('consult', 'favourite')
        and is_purchase_window_closed

),

events as (

    select
        event_id,
        customer_id,
        occurred_at,
        {{ metric_dimensions('fct_engagement_events') }},
        case when is_purchased_in_time then 1 else 0 end as numerator,
        1 as denominator

    from engagement_events

)

select * from events
