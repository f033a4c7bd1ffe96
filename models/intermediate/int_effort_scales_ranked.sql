-- The scales of effort questions. Answers on different scales or in different directions cannot be
-- compared. The metric uses the scale with most answers, so a small pilot changes nothing.
with

answers as (

    select * from {{ ref('int_survey_responses_scored') }}
    where
        survey_metric = 'ces'
        and is_counted

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

counted as (

    select
        answers.scale_min,
        answers.scale_max,
        answers.is_higher_better,
        count(*) as answer_count,
        sum(
            case
                when
                    answers.responded_at > {{ plus_days('as_of.as_of', -365) }}
                    and answers.responded_at <= as_of.as_of
                    then 1
                else 0
            end
        ) as last_year_answer_count

    from answers
    cross join as_of
    group by answers.scale_min, answers.scale_max, answers.is_higher_better

),

ranked as (

    select
        scale_min,
        scale_max,
        is_higher_better,
        answer_count,
        cast(last_year_answer_count as bigint) as last_year_answer_count,
        row_number() over (
            order by
                last_year_answer_count desc,
                answer_count desc,
                scale_max asc,
                scale_min asc,
                is_higher_better desc
        ) as scale_rank

    from counted

)

select * from ranked
