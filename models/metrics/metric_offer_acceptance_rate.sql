-- An unanswered offer or recommendation counts as not accepted once its days are over. The metric
-- begins with the first recorded outcome: before that nobody recorded them.
with

offers as (

    select * from {{ ref('fct_activities') }}
    where is_accepted_in_time is not null

),

recorded as (

    select min(occurred_at) as recorded_from
    from offers
    where outcome is not null

),

events as (

    select
        offers.activity_id as event_id,
        offers.customer_id,
        offers.occurred_at,
        {{ metric_dimensions('fct_activities') }},
        case when offers.is_accepted_in_time then 1 else 0 end as numerator,
        1 as denominator

    from offers
    inner join recorded
        on offers.occurred_at >= recorded.recorded_from
    where offers.is_response_window_closed

)

select * from events
