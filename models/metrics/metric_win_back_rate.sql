-- At hand to be won back in a month is whoever was lapsed when it began; a month counts when over.
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}
    where
        previous_lifecycle_stage = 'lapsed'
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
        case when lifecycle_stage = 'reactivated' then 1 else 0 end as numerator

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
