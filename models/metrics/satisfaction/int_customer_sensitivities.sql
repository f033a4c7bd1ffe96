-- How customers respond to promotions and to slow replies, in an earlier and a later half of their
-- events. A month is in one half as a whole, so that one promotion does not count in both.
{%- set chosen_from = 1.5 %}
with

-- A promotion may run in some places only, so a purchase is compared with purchases of the same
-- year and place.
purchases as (

    select
        'price' as sensitivity,
        customer_id,
        {{ month_number('order_date') }} as month_number,
        1 as side,
        case when promotion is null then 0 else 1 end as event_value,
        cast(year(order_date) as string) || '|' || coalesce(order_region, region, '') || '|'
        || coalesce(channel, '') as compared_with

    from {{ ref('fct_orders') }}
    where
        is_purchase
        and customer_id is not null

),

answered as (

    select
        answers.customer_id,
        answers.is_satisfied,
        answers.survey_metric,
        coalesce(tickets.team, '') as team,
        {{ month_number('answers.experienced_at') }} as month_number,
        tickets.first_response_minutes

    from {{ ref('int_answers_dated') }} as answers
    inner join {{ ref('fct_tickets') }} as tickets
        on answers.ticket_id = tickets.ticket_id
    where
        answers.customer_id is not null
        and answers.survey_metric <> 'nps'
        and tickets.first_response_minutes is not null

),

usual as (

    select
        team,
        {{ median_of('first_response_minutes') }} as median_minutes

    from answered
    group by team

),

answers as (

    select
        'service' as sensitivity,
        answered.customer_id,
        answered.month_number,
        case when answered.first_response_minutes > usual.median_minutes then -1 else 1 end as side,
        case when answered.is_satisfied then 1 else 0 end as event_value,
        answered.survey_metric || '|' || answered.team as compared_with

    from answered
    inner join usual
        on answered.team = usual.team

),

events as (

    select * from purchases
    union all
    select * from answers

),

expected as (

    select
        *,
        {{ rounded_decimal(ratio(
            'sum(event_value) over (partition by sensitivity, compared_with, side)',
            'count(*) over (partition by sensitivity, compared_with, side)'
        )) }} as expected_value,
        dense_rank() over (partition by sensitivity, customer_id order by month_number)
            as month_place

    from events

),

counted as (

    select
        *,
        max(month_place) over (partition by sensitivity, customer_id) as month_count

    from expected

),

halves as (

    select
        sensitivity,
        customer_id,
        side,
        month_place * 2 > month_count as is_later,
        count(*) as event_count,
        sum(event_value) as value_sum,
        sum(expected_value) as expected_sum,
        sum({{ exact_product('expected_value', '(1 - expected_value)') }}) as variance_sum

    from counted
    group by sensitivity, customer_id, side, month_place * 2 > month_count

),

-- Two purchases in each half, or a quick and a slow reply: fewer do not describe the customer.
scored as (

    select
        sensitivity,
        customer_id,
        is_later,
        sum(side * {{ ratio('value_sum', 'event_count') }}) as mean_value,
        sum(side * {{ ratio('value_sum - expected_sum', 'event_count') }}) as score,
        sum({{ ratio('variance_sum', 'event_count * event_count') }}) as variance

    from halves
    group by sensitivity, customer_id, is_later
    having
        (sensitivity = 'service' and count(*) = 2)
        or (sensitivity = 'price' and sum(event_count) >= 2)

),

compared as (

    select
        later.sensitivity,
        later.customer_id,
        earlier.score > 0
        and earlier.score >= {{ chosen_from }} * sqrt(earlier.variance) as is_chosen,
        {{ rounded_decimal('later.mean_value') }} as later_value,
        {{ rounded_decimal('later.score') }} as later_score

    from scored as later
    inner join scored as earlier
        on
            later.sensitivity = earlier.sensitivity
            and later.customer_id = earlier.customer_id
            and later.is_later
            and not earlier.is_later

)

select * from compared
