-- Counted answers with their ticket or order and its time. An answer about neither has its own
-- time.
with

responses as (

    select * from {{ ref('fct_survey_responses') }}
    where
        is_counted
        and is_satisfied is not null

),

tickets as (

    select * from {{ ref('fct_tickets') }}

),

merged_tickets as (

    select * from {{ ref('int_tickets_merged') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

joined as (

    select
        responses.survey_response_id,
        responses.customer_id,
        responses.survey_metric,
        responses.score,
        responses.is_satisfied,
        responses.segment,
        responses.region,
        responses.channel,
        responses.touchpoint,
        coalesce(tickets.team, responses.team) as team,
        responses.value_tier,
        responses.lifecycle_stage,
        responses.responded_at,
        tickets.ticket_id,
        orders.order_id,
        tickets.created_at as ticket_at,
        {{ local_time(
            'coalesce(tickets.created_at, orders.ordered_at, responses.responded_at)'
        ) }} as experienced_at

    from responses
    left join merged_tickets
        on responses.ticket_id = merged_tickets.ticket_id
    left join tickets
        on coalesce(merged_tickets.surviving_ticket_id, responses.ticket_id) = tickets.ticket_id
    left join orders
        on responses.order_id = orders.order_id

)

select * from joined
