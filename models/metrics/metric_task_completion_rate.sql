-- Every activity with a due time is a task, also a planned call. It counts once its days are over.
-- The metric begins with the first recorded completion: before that nobody recorded them.
with

activities as (

    select * from {{ ref('fct_activities') }}

),

recorded as (

    select min(completed_at) as recorded_from
    from activities

),

events as (

    select
        activities.activity_id as event_id,
        activities.customer_id,
        activities.due_at as occurred_at,
        {{ metric_dimensions('fct_activities') }},
        case when activities.is_completed_in_time then 1 else 0 end as numerator,
        1 as denominator

    from activities
    inner join recorded
        on activities.due_at >= recorded.recorded_from
    where activities.is_completion_window_closed

)

select * from events
