-- A lead counts once its days to become a customer are over, even if it was given up before. Leads
-- inside the window are excluded; otherwise the newest weeks hold only early conversions (bias).
with

leads as (

    select * from {{ ref('fct_leads') }}
    where
        is_conversion_window_closed

),

events as (

    select
        lead_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_leads') }},
        case when is_converted_in_time then 1 else 0 end as numerator,
        1 as denominator

    from leads

)

select * from events
