-- The expected value of each customer in the twelve months from today. Every event is dated today,
-- because the prediction is for today only.
with

predicted as (

    select * from {{ ref('int_customer_values_predicted') }}
    where fit_period = 'to_date'

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

located as (

    select
        predicted.customer_id,
        predicted.expected_value_12_months,
        as_of.as_of

    from predicted
    cross join as_of
    where predicted.expected_value_12_months is not null

),

events as (

    select
        located.customer_id as event_id,
        located.customer_id,
        located.as_of as occurred_at,
        {{ metric_dimensions('fct_customer_months') }},
        located.expected_value_12_months as numerator,
        1 as denominator

    from located
    {{ as_of_event('located', 'as_of') }}

)

select * from events
