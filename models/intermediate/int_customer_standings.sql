-- How a customer stood when a month began: what the month before had come to. Facts join it by the
-- month of the event, so that no event is sliced by what only came after it.
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
