-- A sold line counts once the days to send it back are over. What was cancelled was never sent.
with

order_lines as (

    select * from {{ ref('fct_order_lines') }}
    where
        is_sale
        and order_status <> 'cancelled'

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

events as (

    select
        order_lines.order_line_id as event_id,
        order_lines.customer_id,
        order_lines.ordered_at as occurred_at,
        {{ metric_dimensions('fct_order_lines', without={
            'value_tier': 'Only kept purchases count for the tier: who returns much has a low one.',
            'lifecycle_stage': 'Only kept purchases count for the stage: who returns much lapses.',
        }) }},
        case when order_lines.is_returned then 1 else 0 end as numerator,
        1 as denominator

    from order_lines
    cross join as_of
    where
        {{ days_between('order_lines.order_date', 'as_of.as_of_date') }}
        >= {{ var('return_window_days') }}

)

select * from events
