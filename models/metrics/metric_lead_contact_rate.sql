-- A lead counts once its days to be contacted are over. Only leads that became customers have
-- customer dimensions, so no lead is sliced by them.
with

leads as (

    select * from {{ ref('fct_leads') }}
    where
        is_contact_window_closed

),

events as (

    select
        lead_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_leads') }},
        case when is_contacted_in_time then 1 else 0 end as numerator,
        1 as denominator

    from leads

)

select * from events
