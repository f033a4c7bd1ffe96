with

responses as (

    select * from {{ ref('fct_survey_responses') }}
    where
        survey_metric = 'ces'
        and is_counted

),

scales as (

    select * from {{ ref('int_effort_scales_ranked') }}
    where scale_rank = 1

),

events as (

    select
        responses.survey_response_id as event_id,
        responses.customer_id,
        responses.responded_at as occurred_at,
        {{ metric_dimensions('fct_survey_responses') }},
        responses.score as numerator,
        1 as denominator

    from responses
    inner join scales
        on
            responses.scale_min = scales.scale_min
            and responses.scale_max = scales.scale_max
            and responses.is_higher_better = scales.is_higher_better

)

select * from events
