-- sqlfluff:exclude_rules:ST06,RF04,LT02
-- Satisfied customers by store. An answer about an order is of the order's store; one about neither
-- an order nor a ticket is of the store of the customer's newest purchase before it.
with

answers as (

    select * from {{ ref('int_answers_experienced') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

candidates as (

    select
        answers.survey_response_id,
        orders.store,
        row_number() over (
            partition by answers.survey_response_id
            order by orders.ordered_at desc, orders.order_id desc
        ) as age_rank

    from answers
    inner join orders
        on
            answers.customer_id = orders.customer_id
            and answers.responded_at >= orders.ordered_at
    where
        orders.is_purchase
        and answers.order_id is null
        and answers.ticket_id is null

),

stores as (

    select
        survey_response_id,
        store

    from candidates
    where age_rank = 1

    union all

    select
        answers.survey_response_id,
        orders.store

    from answers
    inner join orders
        on answers.order_id = orders.order_id

),

placed as (

    select
        answers.survey_metric as metric,
        answers.is_satisfied,
        stores.store,
        -- A customer counts once for each metric and store, with the newest answer.
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
    where stores.store is not null

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
