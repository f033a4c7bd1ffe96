with

responses as (

    select * from {{ ref('fct_survey_responses') }}
    where
        survey_metric = 'csat'
        and is_counted

),

events as (

    select
        survey_response_id as event_id,
        customer_id,
        responded_at as occurred_at,
        {{ metric_dimensions('fct_survey_responses') }},
        case when is_satisfied then 1 else 0 end as numerator,
        1 as denominator

    from responses

)

select * from events
