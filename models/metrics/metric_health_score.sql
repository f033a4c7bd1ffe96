-- The first month is the first one with enough history: the score uses the six months before. This
-- metric uses the points, because every customer has them in every month and their meaning never
-- changes.
with

health as (

    select health.*
    from {{ ref('fct_customer_health') }} as health
    inner join {{ ref('int_histories_begun') }} as history
        on health.month_start >= history.lapses_known_from_on

),

events as (

    select
        {{ joined_key(['customer_id', 'month_start']) }} as event_id,
        customer_id,
        {{ moment_of_local_time('month_start') }} as occurred_at,
        {{ metric_dimensions('fct_customer_health') }},
        health_score_points as numerator,
        1 as denominator

    from health

)

select * from events
