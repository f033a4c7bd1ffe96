-- sqlfluff:exclude_rules:ST06,RF04,LT02
-- Satisfied customers by store.
with

answers as (

    select * from {{ ref('int_answers_experienced') }}

),

stores as (

    select * from {{ ref('int_answer_stores') }}

),

placed as (

    select
        answers.survey_metric as metric,
        answers.is_satisfied,
        stores.store,
        -- Each customer counts once per metric and store, with the newest answer.
        row_number() over (
            partition by
                answers.survey_metric,
                stores.store,
                coalesce(answers.customer_id, answers.survey_response_id)
            order by answers.responded_at desc, answers.survey_response_id desc
        ) as age_rank

    from answers
    inner join stores
        on answers.survey_response_id = stores.survey_response_id

),

counted as (

    select
        metric,
        store,
        count(*) as customer_count,
        sum(case when is_satisfied then 1 else 0 end) as satisfied_count,
        sum(count(*)) over (partition by metric) as all_count,
        sum(sum(case when is_satisfied then 1 else 0 end)) over (partition by metric)
            as all_satisfied_count

    from placed
    where age_rank = 1
    group by metric, store

),

compared as (

    {{ compared_shares('counted', 'satisfied_count', 'all_satisfied_count') }}

),

told as (

    select
        metric,
        store,
        cast(customer_count as bigint) as customer_count,
        is_suppressed,
        shown_percent as satisfied_percent,
        shown_percent_low as satisfied_percent_low,
        shown_percent_high as satisfied_percent_high,
        all_percent,
        comparison

    from compared

)

select * from told
