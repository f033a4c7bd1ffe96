-- Revenue and units of what customers bought and kept. Without a rate the revenue is unknown.
with

order_lines as (

    select * from {{ ref('fct_order_lines') }}
    where
        is_purchase
        and is_sale
        and gross_amount is not null

),

events as (

    select
        order_line_id as event_id,
        customer_id,
        ordered_at as occurred_at,
        {{ metric_dimensions('fct_order_lines', without={
            'segment': 'A price belongs to a product and a channel, not to a customer.',
            'region': 'A price belongs to a product and a channel, not to a customer.',
            'value_tier': 'A price belongs to a product and a channel, not to a customer.',
            'lifecycle_stage': 'A price belongs to a product and a channel, not to a customer.',
        }) }},
        gross_amount as numerator,
        quantity as denominator

    from order_lines

)

select * from events
