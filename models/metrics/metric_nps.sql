with

responses as (

    select * from {{ ref('fct_survey_responses') }}
    where
        survey_metric = 'nps'
        and is_counted

),

events as (

    select
        survey_response_id as event_id,
        customer_id,
        responded_at as occurred_at,
        {{ metric_dimensions('fct_survey_responses') }},
        {{ nps_points('score') }} as numerator,
        1 as denominator

    from responses

)

select * from events
