-- The lifecycle stage and value tier of a customer at the start of a month, which are those of the
-- month before. Facts join it by the month of the event. A slice then never depends on what
-- happened after the event.
with

months as (

    select * from {{ ref('int_customer_months_classified') }}

),

standings as (

    select
        customer_id,
        month_start,
        coalesce(previous_lifecycle_stage, 'prospect') as lifecycle_stage,
        previous_value_tier as value_tier

    from months

)

select * from standings
