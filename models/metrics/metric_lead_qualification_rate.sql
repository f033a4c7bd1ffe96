-- The share of contacted leads that were qualified. A lead counts once its days to be qualified are
-- over.
with

leads as (

    select * from {{ ref('fct_leads') }}
    where
        is_qualification_window_closed

),

events as (

    select
        lead_id as event_id,
        customer_id,
        first_contacted_at as occurred_at,
        {{ metric_dimensions('fct_leads') }},
        case when is_qualified_in_time then 1 else 0 end as numerator,
        1 as denominator

    from leads

)

select * from events
