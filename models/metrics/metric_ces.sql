-- Answers on another scale or in the other direction are another question. Only those count that
-- can be compared with the effort survey begun last; a late answer to an older one changes nothing.
with

responses as (

    select * from {{ ref('fct_survey_responses') }}
    where
        survey_metric = 'ces'
        and is_counted

),

newest as (

    select
        scale_min,
        scale_max,
        is_higher_better,
        row_number() over (
            order by
                min(responded_at) desc, scale_max asc, scale_min asc, is_higher_better desc
        ) as newest_rank

    from responses
    group by scale_min, scale_max, is_higher_better

),

events as (

    select
        responses.survey_response_id as event_id,
        responses.customer_id,
        responses.responded_at as occurred_at,
        {{ metric_dimensions(
            ['segment', 'region', 'channel', 'value_tier', 'lifecycle_stage', 'touchpoint', 'team']
        ) }},
        responses.score as numerator,
        1 as denominator,
        1 as weight

    from responses
    inner join newest
        on
            responses.scale_min = newest.scale_min
            and responses.scale_max = newest.scale_max
            and responses.is_higher_better = newest.is_higher_better
            and newest.newest_rank = 1

)

select * from events
