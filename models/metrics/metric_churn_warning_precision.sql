-- The share of warned customers who then left. A warning counts once its outcome is known.
with

warnings as (

    select health.*
    from {{ ref('fct_customer_health') }} as health
    inner join {{ ref('int_histories_begun') }} as history
        on health.month_start >= history.lapses_known_from_on
    where
        health.is_warned
        and health.is_churned is not null

),

events as (

    select
        {{ joined_key(['customer_id', 'month_start']) }} as event_id,
        customer_id,
        {{ moment_of_local_time('month_start') }} as occurred_at,
        {{ metric_dimensions('fct_customer_health') }},
        case when is_churned then 1 else 0 end as numerator,
        1 as denominator

    from warnings

)

select * from events
