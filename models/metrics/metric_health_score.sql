-- Months begin once the history is long enough to see who lapses: what the score looks at is of the
-- six months before.
-- The points are taken, since every customer of every month has them and they mean the same always.
with

health as (

    select health.*
    from {{ ref('fct_customer_health') }} as health
    inner join {{ ref('int_histories_begun') }} as history
        on health.month_start >= history.lapses_known_from_on

),

events as (

    select
        customer_month_id as event_id,
        customer_id,
        {{ moment_of_local_time('month_start') }} as occurred_at,
        {{ metric_dimensions('fct_customer_health') }},
        health_score_points as numerator,
        1 as denominator,
        1 as weight

    from health

)

select * from events
