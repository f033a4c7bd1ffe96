-- Counted at the end of each month, and for the current month at the end of today. A longer period
-- shows its newest month.
with

tickets as (

    select * from {{ ref('fct_tickets') }}

),

counted as (

    select
        ticket_id || '-' || cast(cast(month_start as date) as string) as event_id,
        ticket_id,
        month_start,
        1 as numerator,
        0 as denominator

    from {{ ref('int_tickets_open_at_month_end') }}
    union all
    select
        ticket_id || '-opened' as event_id,
        ticket_id,
        {{ start_of('month', local_time('created_at')) }} as month_start,
        0 as numerator,
        1 as denominator

    from {{ ref('fct_tickets') }}

),

events as (

    select
        counted.event_id,
        tickets.customer_id,
        {{ moment_of_local_time('counted.month_start') }} as occurred_at,
        {{ metric_dimensions('fct_tickets') }},
        counted.numerator,
        counted.denominator

    from counted
    inner join tickets
        on counted.ticket_id = tickets.ticket_id

)

select * from events
