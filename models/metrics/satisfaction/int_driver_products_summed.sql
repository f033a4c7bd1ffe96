-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02
-- The sums of products of drivers and scores, by 32 groups of customers: the input of a regression.
-- Exact decimals, so that the row order does not matter.
{%- set names = driver_names() %}
{%- set failure = var('service_failure_minutes') %}
with

answers as (

    select
        answers.*,
        case when survey_metric = 'nps' then {{ nps_points('score') }}
            when is_satisfied then 100 else 0
        end as points,
        case
            when ticket_id is not null then 'ticket'
            when order_id is not null then 'order'
            else 'relationship'
        end as kind

    from {{ ref('int_answers_experienced') }} as answers

),

tickets as (

    select
        tickets.*,
        cast({{ local_time('tickets.created_at') }} as date) as created_on,
        case
            when agents.trained_on is null then null
            when agents.trained_on <= cast({{ local_time('tickets.created_at') }} as date) then 1
            else 0
        end as agent_is_trained,
        coalesce(tickets.first_response_minutes > {{ failure.first_response }}, false) as is_slow

    from {{ ref('fct_tickets') }} as tickets
    left join {{ ref('stg_support__agents') }} as agents
        on
            tickets.agent_id = agents.agent_id
            and not agents.is_deleted

),

orders as (

    select
        *,
        {{ days_between('promised_delivery_on', local_time('delivered_at')) }}
            as delivery_delay_days

    from {{ ref('fct_orders') }}

),

queues as (

    select
        unit as store,
        {{ start_of('month', 'measured_on') }} as month_start,
        {{ ratio('sum(' ~ rounded_decimal('value') ~ ')', 'count(*)') }} as queue_minutes

    from {{ ref('stg_operations__measures') }}
    where
        not is_deleted
        and measure = 'queue_minutes'
        and unit_type = 'store'
    group by unit, {{ start_of('month', 'measured_on') }}

),

order_tickets as (

    select
        answers.survey_response_id,
        count(*) as ticket_count,
        count(case when tickets.is_complaint then 1 end) as complaint_count

    from answers
    inner join tickets
        on
            answers.order_id = tickets.order_id
            and answers.responded_at >= tickets.created_at
    where answers.kind = 'order'
    group by answers.survey_response_id

),

-- Every half-year, counted back from the newest month with a known outcome.
newest as (

    select max({{ month_number('month_start') }}) as newest_month_number
    from {{ ref('fct_customer_health') }}
    where is_churned is not null

),

customer_cases as (

    select
        survey_response_id as case_id,
        customer_id,
        survey_metric || ':relationship' as target,
        coalesce(channel, 'unknown') as channel,
        points,
        experienced_on as until_on

    from answers
    where
        kind = 'relationship'
        and customer_id is not null

    union all

    select
        {{ joined_key(['health.customer_id', 'health.month_start']) }} as case_id,
        health.customer_id,
        'churn:customer' as target,
        'all' as channel,
        case when health.is_churned then 100 else 0 end as points,
        health.month_end as until_on

    from {{ ref('fct_customer_health') }} as health
    cross join newest
    where
        health.is_churned is not null
        and (newest.newest_month_number - {{ month_number('health.month_start') }}) % 6 = 0

),

case_tickets as (

    select
        customer_cases.case_id,
        count(*) as ticket_count,
        count(case when tickets.is_complaint then 1 end) as complaint_count,
        count(case when tickets.is_slow then 1 end) as slow_reply_count,
        count(case when tickets.is_reopened then 1 end) as reopen_count

    from customer_cases
    inner join tickets
        on
            customer_cases.customer_id = tickets.customer_id
            and customer_cases.until_on >= tickets.created_on
            and {{ date_plus_days('customer_cases.until_on', '-' ~ var('driver_days')) }}
            < tickets.created_on
    group by customer_cases.case_id

),

case_orders as (

    select
        customer_cases.case_id,
        count(case when orders.is_delivered_late then 1 end) as late_delivery_count,
        count(case when orders.refund_amount > 0 then 1 end) as refund_count,
        count(case when orders.is_purchase then 1 end) as purchase_count

    from customer_cases
    inner join orders
        on
            customer_cases.customer_id = orders.customer_id
            and customer_cases.until_on >= orders.order_date
            and {{ date_plus_days('customer_cases.until_on', '-' ~ var('driver_days')) }}
            < orders.order_date
    group by customer_cases.case_id

),

ticket_values as (

    select
        answers.survey_metric || ':ticket' as target,
        coalesce(answers.customer_id, answers.survey_response_id) as customer,
        coalesce(tickets.channel, 'unknown') as channel,
        answers.points,
        tickets.first_response_minutes * cast(1 as double) / 60 as x1,
        tickets.resolution_minutes * cast(1 as double) / 60 as x2,
        cast(tickets.reopen_count as double) as x3,
        cast(tickets.escalation_count as double) as x4,
        cast(tickets.agent_reply_count as double) as x5,
        case
            when tickets.customer_id is null then null
            when tickets.next_contact_at <= answers.responded_at then 1e0
            else 0e0
        end as x6,
        cast(tickets.agent_is_trained as double) as x7,
        cast(orders.delivery_delay_days as double) as x8

    from answers
    inner join tickets
        on answers.ticket_id = tickets.ticket_id
    left join orders
        on answers.order_id = orders.order_id

),

order_values as (

    select
        answers.survey_metric || ':order' as target,
        coalesce(answers.customer_id, answers.survey_response_id) as customer,
        coalesce(orders.channel, 'unknown') as channel,
        answers.points,
        cast(orders.delivery_delay_days as double) as x1,
        queues.queue_minutes as x2,
        {{ ratio('orders.refund_amount', 'orders.amount') }} as x3,
        {{ ratio('orders.discount_amount', 'orders.amount + orders.discount_amount') }} as x4,
        case when orders.promotion is null then 0e0 else 1e0 end as x5,
        cast(coalesce(order_tickets.ticket_count, 0) as double) as x6,
        cast(coalesce(order_tickets.complaint_count, 0) as double) as x7,
        cast(null as double) as x8

    from answers
    inner join orders
        on answers.order_id = orders.order_id
    left join queues
        on
            orders.store = queues.store
            and {{ start_of('month', 'orders.order_date') }} = queues.month_start
    left join order_tickets
        on answers.survey_response_id = order_tickets.survey_response_id
    where answers.kind = 'order'

),

customer_values as (

    select
        customer_cases.target,
        customer_cases.customer_id as customer,
        customer_cases.channel,
        customer_cases.points,
        cast(coalesce(case_tickets.ticket_count, 0) as double) as x1,
        cast(coalesce(case_tickets.complaint_count, 0) as double) as x2,
        cast(coalesce(case_tickets.slow_reply_count, 0) as double) as x3,
        cast(coalesce(case_tickets.reopen_count, 0) as double) as x4,
        cast(coalesce(case_orders.late_delivery_count, 0) as double) as x5,
        cast(coalesce(case_orders.refund_count, 0) as double) as x6,
        cast(coalesce(case_orders.purchase_count, 0) as double) as x7,
        cast(null as double) as x8

    from customer_cases
    left join case_tickets
        on customer_cases.case_id = case_tickets.case_id
    left join case_orders
        on customer_cases.case_id = case_orders.case_id

),

cases as (

    select * from ticket_values
    union all
    select * from order_values
    union all
    select * from customer_values

),

exact as (

    select
        target,
        channel,
        -- The first five bits of a hash, so that a bootstrap draws whole groups of customers.
        substring(md5(customer), 1, 1)
        || case when substring(md5(customer), 2, 1) < '8' then 'a' else 'b' end as customer_group,
        cast(1 as decimal(18, 4)) as c,
        {%- for place in range(1, 9) %}
        cast(coalesce({{ rounded_decimal('x' ~ place) }}, 0) as decimal(18, 4)) as x{{ place }},
        cast(case when x{{ place }} is null then 1 else 0 end as decimal(18, 4)) as m{{ place }},
        {%- endfor %}
        cast(points as decimal(18, 4)) as y,
        {%- for place in range(1, 9) %}
        case
            {%- for kind, drivers in names.items() if drivers | length >= place %}
            {%- set driver = drivers[place - 1] %}
            when target like '%:{{ kind }}' then
                {%- if driver in ['first_response_hours', 'resolution_hours'] %}
                case
                    when x{{ place }} <= {{ failure[driver[:-6]] }} / 60 then 1
                    when x{{ place }} is not null then 0
                end
                {%- elif driver in ['agent_is_trained'] %}
                case when x{{ place }} = 1 then 1 when x{{ place }} is not null then 0 end
                {%- elif driver in [
                    'agent_reply_count', 'queue_minutes', 'discount_share', 'promotion_used',
                    'purchase_count',
                ] %}
                null
                {%- else %}
                case when x{{ place }} <= 0 then 1 when x{{ place }} is not null then 0 end
                {%- endif %}
            {%- endfor %}
        end as good{{ place }}{{ ',' if not loop.last }}
        {%- endfor %}

    from cases

),

summed as (

    select
        target,
        customer_group,
        channel,
        {%- for place in range(1, 9) %}
        cast(count(good{{ place }}) as bigint) as judged{{ place }},
        cast(coalesce(sum(good{{ place }}), 0) as bigint) as good{{ place }},
        {%- endfor %}
        {%- for first, second in driver_products() %}
        cast(sum({{ exact_product(first, second) }}) as double) as sum_{{ first }}_{{ second }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from exact
    group by target, customer_group, channel

)

select * from summed
