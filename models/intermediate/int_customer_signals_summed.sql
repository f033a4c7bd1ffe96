-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The activity of a customer in each month, each event in the month in which it was known. Rows
-- hold their newest state. An event without its own time (a cancellation, a return, a refund)
-- therefore counts when the row was last updated. An order counts when it was placed, whatever its
-- later state. Only purchases, which give the outcome, use the final state.
{%- set measures = [
    'order_count', 'spend', 'order_problem_count', 'usage_count', 'ticket_count',
    'complaint_count', 'open_ticket_change', 'service_failure_count', 'happy_answer_count',
    'unhappy_answer_count', 'answer_count', 'invitation_count', 'answered_invitation_count',
    'contact_count', 'accepted_offer_count', 'declined_offer_count',
    'promotion_order_count', 'store_order_count', 'returned_order_count', 'new_category_count',
    'payment_problem_count',
] %}
{%- set firsts = ['first_order_on', 'first_purchase_on', 'first_contract_day_on'] %}
{%- set lasts = [
    'last_order_on', 'last_contract_day_on', 'contract_days_left', 'contract_count_without_notice',
    'contract_term_days', 'contract_billing_months', 'contract_number', 'contract_plan',
    'ticket_category_on_day',
] %}
{%- set types = {'spend': 'decimal(18, 4)'} %}
with

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

text_values as (

    select * from {{ ref('int_text_values_numbered') }}

),

orders as (

    select * from {{ ref('int_orders_converted') }}
    where customer_id is not null

),

order_rows as (

    select
        order_id,
        updated_at

    from {{ ref('stg_commerce__orders') }}

),

placed_orders as (

    select
        customer_id,
        order_date as known_on,
        1 as order_count,
        case when promotion is not null then 1 end as promotion_order_count,
        case when store is not null then 1 end as store_order_count,
        {{ base_amount('amount', 'base_per_unit') }} as spend,
        order_date as first_order_on,
        order_date as last_order_on,
        case when is_purchase then order_date end as first_purchase_on

    from orders
    where amount > 0

),

ended_orders as (

    select
        orders.customer_id,
        cast(
            {{ local_time('greatest(order_rows.updated_at, orders.ordered_at)') }} as date
        ) as known_on,
        1 as order_problem_count,
        case
            when orders.order_status = 'returned' or orders.refund_amount > 0 then 1
        end as returned_order_count

    from orders
    inner join order_rows
        on orders.order_id = order_rows.order_id
    where
        not {{ is_kept_order('orders.order_status') }}
        or orders.refund_amount > 0

),

first_categories as (

    select
        orders.customer_id,
        min(orders.order_date) as known_on,
        1 as new_category_count

    from orders
    inner join {{ ref('stg_commerce__order_lines') }} as order_lines
        on orders.order_id = order_lines.order_id
    where
        orders.amount > 0
        and order_lines.quantity > 0
        and not order_lines.is_deleted
        and order_lines.product_category is not null
    group by orders.customer_id, order_lines.product_category

),

late_orders as (

    select
        customer_id,
        cast({{ local_time('delivered_at') }} as date) as known_on,
        1 as order_problem_count

    from orders
    where cast({{ local_time('delivered_at') }} as date) > promised_delivery_on

),

contracts as (

    select
        ended.*,
        {{ text_number('ended.plan', 'plans.number') }} as plan_number,
        {{ series_of_dates(
            start_of('month', 'ended.starts_on'),
            start_of('month', 'least(ended.last_day_on, as_of.as_of_date)'),
            'month'
        ) }} as month_start

    from {{ ref('int_contracts_ended') }} as ended
    cross join {{ ref('int_as_of') }} as as_of
    left join text_values as plans
        on
            ended.plan = plans.value
            and plans.feature = 'contract_plan'
    where ended.has_run

),

contract_months as (

    -- The agreed end of the contract as known at the end of the month: a later notice was not known
    -- yet.
    select
        customer_id,
        month_start as known_on,
        greatest(starts_on, month_start) as first_contract_day_on,
        least(last_day_on, {{ last_day_of_month('month_start') }}) as last_contract_day_on,
        case
            when last_day_on < {{ last_day_of_month('month_start') }} then null
            when cancelled_on <= {{ last_day_of_month('month_start') }}
                then nullif(
                    {{ days_between(last_day_of_month('month_start'), 'last_day_on') }}, 0
                )
            when ends_on is null then 9999
            when ends_on >= {{ last_day_of_month('month_start') }}
                then {{ days_between(last_day_of_month('month_start'), 'ends_on') }}
        end as contract_days_left,
        case when cancelled_on <= {{ last_day_of_month('month_start') }} then 0 else 1 end
            as is_without_notice,
        -- 0: open-ended.
        coalesce({{ days_between('starts_on', 'ends_on') }} + 1, 0) as term_days,
        billing_months,
        plan_number,
        contract_number as number_of_contract

    from contracts

),

-- What is agreed counts while the contract runs on after the month.
described_contract_months as (

    select
        *,
        case when contract_days_left is not null then is_without_notice end
            as contract_count_without_notice,
        case when contract_days_left is not null then term_days end as contract_term_days,
        case when contract_days_left is not null then billing_months end
            as contract_billing_months,
        case when contract_days_left is not null then number_of_contract end as contract_number,
        case when contract_days_left is not null then plan_number end as contract_plan

    from contract_months

),

failed_payments as (

    {% for relation in [ref('int_contracts_ended'), 'orders'] -%}
    {{ 'union all' if not loop.first }}
    select
        customer_id,
        cast({{ local_time('payment_failed_at') }} as date) as known_on,
        1 as payment_problem_count

    from {{ relation }}
    where payment_failed_at is not null
    {% endfor %}
),

usage_events as (

    select
        merged_customers.surviving_customer_id as customer_id,
        cast({{ local_time('events.occurred_at') }} as date) as known_on,
        1 as usage_count

    from {{ ref('stg_engagement__events') }} as events
    inner join merged_customers
        on events.customer_id = merged_customers.customer_id
    where not events.is_deleted

),

tickets as (

    select * from {{ ref('int_tickets_counted') }}
    where customer_id is not null

),

opened_tickets as (

    select
        tickets.customer_id,
        cast({{ local_time('tickets.created_at') }} as date) as known_on,
        1 as ticket_count,
        case when tickets.is_complaint then 1 end as complaint_count,
        1 as open_ticket_change,
        -- The greatest of a customer has the number of the newest category as its last digit.
        10 * {{ days_since_epoch(local_time('tickets.created_at')) }}
        + {{ text_number('tickets.category', 'categories.number') }} as ticket_category_on_day

    from tickets
    left join text_values as categories
        on
            tickets.category = categories.value
            and categories.feature = 'last_ticket_category'

),

ticket_states as (

    select * from {{ ref('int_ticket_states_changed') }}

),

changed_tickets as (

    select
        tickets.customer_id,
        cast({{ local_time('ticket_states.occurred_at') }} as date) as known_on,
        case when ticket_states.is_solved then 0 else 1 end
        - case when ticket_states.was_solved_in_log then 0 else 1 end as open_ticket_change,
        -- Opened again.
        case when ticket_states.is_reopening then 1 end as service_failure_count

    from tickets
    inner join ticket_states
        on tickets.ticket_id = ticket_states.ticket_id
    where
        ticket_states.is_solved <> ticket_states.was_solved_in_log
        or ticket_states.is_reopening

),

-- If the log has no solving event, the ticket counts as solved when it was last updated.
unlogged_tickets as (

    select
        tickets.customer_id,
        cast(
            {{ local_time('greatest(ticket_rows.updated_at, ticket_rows.created_at)') }} as date
        ) as known_on,
        -1 as open_ticket_change

    from tickets
    inner join {{ ref('stg_support__tickets') }} as ticket_rows
        on tickets.ticket_id = ticket_rows.ticket_id
    left join {{ ref('int_tickets_followed') }} as followed
        on tickets.ticket_id = followed.ticket_id
    where
        tickets.is_solved
        and followed.first_solved_at is null

),
{% for name, done_at, limit in [
    ('slowly_answered', 'first_agent_reply_at', 'first_response'),
    ('slowly_solved', 'first_solved_at', 'resolution'),
] %}
{{ name }}_tickets as (

    select
        tickets.customer_id,
        cast({{ local_time('followed.' ~ done_at) }} as date) as known_on,
        1 as service_failure_count

    from tickets
    inner join {{ ref('int_tickets_followed') }} as followed
        on tickets.ticket_id = followed.ticket_id
    where
        {{ minutes_between('tickets.created_at', 'followed.' ~ done_at) }}
        > {{ var('service_failure_minutes')[limit] }}

),
{% endfor %}
answers as (

    select
        customer_id,
        cast({{ local_time('responded_at') }} as date) as known_on,
        case
            when survey_metric = 'nps' and is_on_metric_scale
                then case when {{ nps_points('score') }} > 0 then 1 end
            when is_higher_better and score >= satisfied_from then 1
            when not is_higher_better and score <= satisfied_from then 1
        end as happy_answer_count,
        case
            when survey_metric = 'nps' and is_on_metric_scale
                then case when {{ nps_points('score') }} < 0 then 1 end
            when is_higher_better and score < satisfied_from then 1
            when not is_higher_better and score > satisfied_from then 1
        end as unhappy_answer_count,
        1 as answer_count

    from {{ ref('int_survey_responses_scored') }}
    where customer_id is not null

),

invitations as (

    select
        merged_customers.surviving_customer_id as customer_id,
        cast({{ local_time('invitations.sent_at') }} as date) as known_on,
        1 as invitation_count

    from {{ ref('stg_surveys__invitations') }} as invitations
    inner join merged_customers
        on invitations.customer_id = merged_customers.customer_id
    where not invitations.is_deleted

),

answered_invitations as (

    select
        customer_id,
        cast({{ local_time('min(responded_at)') }} as date) as known_on,
        1 as answered_invitation_count

    from {{ ref('int_survey_responses_scored') }}
    where
        customer_id is not null
        and is_invitation_known
    group by customer_id, invitation_id

),

contacts as (

    select
        merged_customers.surviving_customer_id as customer_id,
        cast({{ local_time('activities.occurred_at') }} as date) as known_on,
        1 as contact_count

    from {{ ref('stg_crm__activities') }} as activities
    inner join merged_customers
        on activities.customer_id = merged_customers.customer_id
    where
        activities.occurred_at is not null
        and activities.activity_type <> 'task'
        and not activities.is_deleted

),

answered_offers as (

    select
        merged_customers.surviving_customer_id as customer_id,
        cast(
            {{ local_time('coalesce(activities.completed_at, activities.occurred_at)') }} as date
        ) as known_on,
        case when activities.outcome = 'accepted' then 1 end as accepted_offer_count,
        case when activities.outcome = 'declined' then 1 end as declined_offer_count

    from {{ ref('stg_crm__activities') }} as activities
    inner join merged_customers
        on activities.customer_id = merged_customers.customer_id
    where
        activities.occurred_at is not null
        and activities.activity_type in ('offer', 'recommendation')
        and activities.outcome in ('accepted', 'declined')
        and not activities.is_deleted

),

signals as (
    {% for relation, present in {
        'placed_orders': [
            'order_count', 'spend', 'first_order_on', 'last_order_on', 'first_purchase_on',
            'promotion_order_count', 'store_order_count',
        ],
        'first_categories': ['new_category_count'],
        'ended_orders': ['order_problem_count', 'returned_order_count'],
        'late_orders': ['order_problem_count'],
        'described_contract_months': [
            'first_contract_day_on', 'last_contract_day_on', 'contract_days_left',
            'contract_count_without_notice', 'contract_term_days', 'contract_billing_months',
            'contract_number', 'contract_plan',
        ],
        'failed_payments': ['payment_problem_count'],
        'usage_events': ['usage_count'],
        'opened_tickets': [
            'ticket_count', 'complaint_count', 'open_ticket_change', 'ticket_category_on_day',
        ],
        'changed_tickets': ['open_ticket_change', 'service_failure_count'],
        'unlogged_tickets': ['open_ticket_change'],
        'slowly_answered_tickets': ['service_failure_count'],
        'slowly_solved_tickets': ['service_failure_count'],
        'answers': ['happy_answer_count', 'unhappy_answer_count', 'answer_count'],
        'invitations': ['invitation_count'],
        'answered_invitations': ['answered_invitation_count'],
        'contacts': ['contact_count'],
        'answered_offers': ['accepted_offer_count', 'declined_offer_count'],
    }.items() %}
    select
        customer_id,
        known_on,
        {%- for column in measures + firsts + lasts %}
        {%- set type = types.get(column, 'date' if column.endswith('_on') else 'integer') %}
        cast({{ column if column in present else 'null' }} as {{ type }}) as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- Small integer types: the windows over all months hold the counts in memory.
summed as (

    select
        customer_id,
        {{ start_of('month', 'known_on') }} as month_start,
        {%- for column in measures %}
        {%- if column == 'spend' %}
        -- The sum is unknown if an order has no exchange rate.
        case
            when count(order_count) = count(spend)
                then cast(coalesce(sum(spend), 0) as decimal(38, 4))
        end as spend,
        {%- else %}
        cast(coalesce(sum({{ column }}), 0) as integer) as {{ column }},
        {%- endif %}
        {%- endfor %}
        {%- for column in firsts %}
        min({{ column }}) as {{ column }},
        {%- endfor %}
        {%- for column in lasts %}
        max({{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from signals
    {{ where_to_rebuild('customer_id') }}
    group by customer_id, {{ start_of('month', 'known_on') }}

)

select * from summed
