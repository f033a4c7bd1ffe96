-- At risk of leaving in a month is whoever was a customer when it began; a month counts when over.
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}
    where
        is_customer_at_start
        and is_complete

),

events as (

    select
        customer_month_id as event_id,
        customer_id,
        cast(month_start as timestamp) as occurred_at,
        segment,
        region,
        previous_value_tier as value_tier,
        previous_lifecycle_stage as lifecycle_stage,
        case when is_customer_at_end then 0 else 1 end as numerator

    from customer_months

),

dimensioned as (

    select
        event_id,
        customer_id,
        occurred_at,
        {{ metric_dimensions(['segment', 'region', 'value_tier', 'lifecycle_stage']) }},
        numerator,
        1 as denominator,
        1 as weight

    from events

)

select * from dimensioned
