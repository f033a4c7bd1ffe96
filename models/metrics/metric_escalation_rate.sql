-- Only solved tickets count: an open ticket may still be escalated.
with

tickets as (

    select * from {{ ref('fct_tickets') }}
    where is_solved

),

events as (

    select
        ticket_id as event_id,
        customer_id,
        created_at as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        case when escalation_count > 0 then 1 else 0 end as numerator,
        1 as denominator

    from tickets

)

select * from events
