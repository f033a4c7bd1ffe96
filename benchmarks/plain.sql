-- The core results of the warehouse as one hand-written DuckDB script, to measure the build against:
-- accepted rows, orders, tickets, survey answers, invitations, customer months, and every cell of
-- twelve metrics with value and interval. tests/python/test_benchmarks.py proves the results
-- equal to the build's. The variables `raw` and `reference` name the folders it reads.
--
-- It reads typed Parquet of one file a table, and has none of what a warehouse is for: no text is
-- parsed, a row that breaks a rule is gone without a trace, nothing is tested, profiled, compared
-- with the period before or published.

-- 1. Accepted rows: sound by the raw contract, the newest version of each key.
create macro sound(moment, updated_at) as
    coalesce(moment >= '1970-01-01' and moment < '2050-01-01' and moment <= updated_at + interval 1 day, true);

create table customer_versions as
select *, file_row_number as row_number
from read_parquet(getvariable('raw') || '/crm/customers.parquet', file_row_number = true)
where
    customer_id is not null and created_at is not null and updated_at is not null
    and sound(created_at, updated_at) and sound(updated_at, updated_at)
    and coalesce(birth_date >= '1900-01-01' and birth_date <= updated_at, true)
    and coalesce(customer_type in ('person', 'company'), true);

create table customers as
from customer_versions
qualify row_number() over (partition by customer_id order by updated_at desc, row_number desc) = 1;

create table leads as
from read_parquet(getvariable('raw') || '/crm/leads.parquet', file_row_number = true)
where
    lead_id is not null and created_at is not null and updated_at is not null
    and sound(created_at, updated_at) and sound(first_contacted_at, updated_at)
    and sound(qualified_at, updated_at) and sound(converted_at, updated_at) and sound(lost_at, updated_at)
    and coalesce(first_contacted_at >= created_at, true) and coalesce(qualified_at >= created_at, true)
    and coalesce(converted_at >= created_at, true) and coalesce(lost_at >= created_at, true)
qualify row_number() over (partition by lead_id order by updated_at desc, file_row_number desc) = 1;

create table activities as
from read_parquet(getvariable('raw') || '/crm/activities.parquet', file_row_number = true)
where
    activity_id is not null and updated_at is not null
    and customer_id in (select customer_id from customers)
    and activity_type in ('call', 'email', 'message', 'visit', 'task', 'offer', 'recommendation', 'care')
    and coalesce(outcome in ('accepted', 'declined', 'no_answer', 'done'), true)
    and sound(occurred_at, updated_at) and sound(completed_at, updated_at)
    and coalesce(completed_at >= occurred_at, true)
qualify row_number() over (partition by activity_id order by updated_at desc, file_row_number desc) = 1;

create table contracts as
from read_parquet(getvariable('raw') || '/crm/contracts.parquet', file_row_number = true)
where
    contract_id is not null and starts_on is not null and updated_at is not null
    and customer_id in (select customer_id from customers)
    and recurring_amount >= 0 and coalesce(billing_months between 1 and 120, true)
    and coalesce(ends_on >= starts_on, true) and sound(cancelled_on, updated_at)
qualify row_number() over (partition by contract_id order by updated_at desc, file_row_number desc) = 1;

create table orders as
from read_parquet(getvariable('raw') || '/commerce/orders.parquet', file_row_number = true)
where
    order_id is not null and ordered_at is not null and updated_at is not null and amount is not null
    and order_status in ('placed', 'paid', 'shipped', 'delivered', 'cancelled', 'returned')
    and coalesce(discount_amount >= 0, true) and coalesce(refund_amount >= 0, true)
    and sound(ordered_at, updated_at) and sound(delivered_at, updated_at)
    and coalesce(delivered_at >= ordered_at, true)
qualify row_number() over (partition by order_id order by updated_at desc, file_row_number desc) = 1;

create table order_lines as
from read_parquet(getvariable('raw') || '/commerce/order_lines.parquet', file_row_number = true)
where
    order_line_id is not null and product_id is not null and quantity is not null
    and amount is not null and updated_at is not null
    and order_id in (select order_id from orders)
qualify row_number() over (partition by order_line_id order by updated_at desc, file_row_number desc) = 1;

create table loyalty_transactions as
from read_parquet(getvariable('raw') || '/commerce/loyalty_transactions.parquet', file_row_number = true)
where
    loyalty_transaction_id is not null and occurred_at is not null and updated_at is not null
    and customer_id in (select customer_id from customers)
    and transaction_type in ('join', 'earn', 'redeem', 'expire', 'leave')
    and sound(occurred_at, updated_at)
qualify row_number() over (partition by loyalty_transaction_id order by updated_at desc, file_row_number desc) = 1;

create table engagement_events as
from read_parquet(getvariable('raw') || '/engagement/events.parquet', file_row_number = true)
where
    event_id is not null and occurred_at is not null and updated_at is not null
    and customer_id in (select customer_id from customers)
    and event_type in ('login', 'visit', 'view', 'favourite', 'cart', 'consult', 'checkout')
    and sound(occurred_at, updated_at)
qualify row_number() over (partition by event_id order by updated_at desc, file_row_number desc) = 1;

create table tickets as
from read_parquet(getvariable('raw') || '/support/tickets.parquet', file_row_number = true)
where
    ticket_id is not null and created_at is not null and updated_at is not null
    and ticket_status in ('new', 'open', 'pending', 'on_hold', 'solved', 'closed')
    and coalesce(priority in ('low', 'normal', 'high', 'urgent'), true)
    and sound(created_at, updated_at)
qualify row_number() over (partition by ticket_id order by updated_at desc, file_row_number desc) = 1;

create table ticket_events as
select events.*
from read_parquet(getvariable('raw') || '/support/ticket_events.parquet', file_row_number = true) as events
inner join tickets on events.ticket_id = tickets.ticket_id
where
    events.ticket_event_id is not null and events.updated_at is not null
    and events.occurred_at >= tickets.created_at
    and events.event_type in (
        'created', 'public_reply', 'internal_note', 'status_changed', 'assigned', 'escalated', 'merged'
    )
    and events.actor_type in ('customer', 'agent', 'bot', 'system')
    and sound(events.occurred_at, events.updated_at)
qualify row_number() over (
    partition by events.ticket_event_id order by events.updated_at desc, events.file_row_number desc
) = 1;

create table surveys as
from read_parquet(getvariable('raw') || '/surveys/surveys.parquet', file_row_number = true)
where scale_max > scale_min and metric in ('nps', 'csat', 'ces', 'rating')
qualify row_number() over (partition by survey_id order by updated_at desc, file_row_number desc) = 1;

create table invitations as
from read_parquet(getvariable('raw') || '/surveys/invitations.parquet', file_row_number = true)
where
    invitation_id is not null and sent_at is not null and updated_at is not null
    and survey_id in (select survey_id from surveys)
    and customer_id in (select customer_id from customers)
    and sound(sent_at, updated_at) and sound(opened_at, updated_at) and sound(bounced_at, updated_at)
    and coalesce(opened_at >= sent_at, true) and coalesce(bounced_at >= sent_at, true)
qualify row_number() over (partition by invitation_id order by updated_at desc, file_row_number desc) = 1;

create table responses as
select responses.*
from read_parquet(getvariable('raw') || '/surveys/responses.parquet', file_row_number = true) as responses
inner join surveys on responses.survey_id = surveys.survey_id
where
    responses.response_id is not null and responses.responded_at is not null
    and responses.updated_at is not null
    and responses.score between surveys.scale_min and surveys.scale_max
    and coalesce(responses.duration_seconds >= 0, true)
    and sound(responses.responded_at, responses.updated_at)
qualify row_number() over (
    partition by responses.response_id order by responses.updated_at desc, responses.file_row_number desc
) = 1;

-- 2. Today, the surviving customer, the versions of a customer, exchange rates.
create table today as
select max(last_at) as as_of, cast(max(last_at) as date) as as_of_date
from (
    select max(created_at) as last_at from customers
    union all select max(created_at) from leads
    union all select max(occurred_at) from activities
    union all select max(ordered_at) from orders
    union all select max(occurred_at) from loyalty_transactions
    union all select max(occurred_at) from engagement_events
    union all select max(created_at) from tickets
    union all select max(occurred_at) from ticket_events
    union all select max(sent_at) from invitations
    union all select max(responded_at) from responses
);

create table survivors as
with recursive steps as (
    select
        customers.customer_id,
        coalesce(targets.customer_id, customers.customer_id) as points_to,
        coalesce(targets.customer_id, customers.customer_id) = customers.customer_id as is_end
    from customers
    left join customers as targets on customers.merged_into_customer_id = targets.customer_id
), followed as (
    select customer_id, points_to, 1 as depth from steps
    union all
    select followed.customer_id, steps.points_to, followed.depth + 1
    from followed
    inner join steps on followed.points_to = steps.customer_id
    where not steps.is_end and followed.depth < 32
)
select customer_id, arg_max(points_to, depth) as surviving_customer_id
from followed
group by customer_id;

create table versions as
with one_at_a_time as (
    from customer_versions
    where customer_id in (
        select customer_id from survivors where customer_id = surviving_customer_id
    )
    qualify row_number() over (partition by customer_id, updated_at order by row_number desc) = 1
)
select
    customer_id, segment, region,
    case when row_number() over in_time > 1 then updated_at else '-infinity' end as valid_from,
    coalesce(lead(updated_at) over in_time, 'infinity') as valid_to
from one_at_a_time
window in_time as (partition by customer_id order by updated_at);

create table rates as
with dated as (
    select *, lead(valid_from, 1, date '9999-12-31') over (partition by currency order by valid_from) as valid_to
    from read_csv(getvariable('reference') || '/exchange_rates.csv')
)
select
    dated.currency,
    greatest(dated.valid_from, base.valid_from) as valid_from,
    least(dated.valid_to, base.valid_to) as valid_to,
    cast(dated.usd_per_unit as double) / cast(base.usd_per_unit as double) as base_per_unit
from dated
inner join dated as base
    on base.currency = 'CNY' and dated.valid_from < base.valid_to and base.valid_from < dated.valid_to;

-- 3. Facts before they know the customer's standing.
create table converted_orders as
select
    orders.order_id,
    coalesce(survivors.surviving_customer_id, orders.customer_id) as customer_id,
    orders.ordered_at,
    cast(orders.ordered_at as date) as order_date,
    orders.order_status,
    orders.order_status not in ('cancelled', 'returned') and orders.amount > 0 as is_purchase,
    orders.channel,
    orders.region as order_region,
    cast(
        cast(orders.amount - coalesce(orders.refund_amount, 0) as double) * rates.base_per_unit
        as decimal(18, 4)
    ) as net_amount
from orders
left join survivors on orders.customer_id = survivors.customer_id
left join rates
    on
        coalesce(orders.currency, 'CNY') = rates.currency
        and cast(orders.ordered_at as date) >= rates.valid_from
        and cast(orders.ordered_at as date) < rates.valid_to;

create table counted_tickets as
select tickets.* replace (coalesce(survivors.surviving_customer_id, tickets.customer_id) as customer_id)
from tickets
left join survivors on tickets.customer_id = survivors.customer_id
where
    not coalesce(tickets.is_deleted, false)
    and (tickets.merged_into_ticket_id is null or tickets.merged_into_ticket_id = tickets.ticket_id);

-- A contract of a deleted customer ends the day before the deletion.
create table counted_contracts as
select
    survivors.surviving_customer_id as customer_id,
    contracts.starts_on,
    least(
        case
            when contracts.ended_on is not null then greatest(contracts.ended_on, contracts.starts_on - 1)
            when contracts.cancelled_on < contracts.starts_on then contracts.starts_on - 1
            else coalesce(contracts.ends_on, contracts.cancelled_on)
        end,
        cast(greatest(deleted.updated_at, deleted.created_at) as date) - 1
    ) as last_day_on
from contracts
inner join survivors on contracts.customer_id = survivors.customer_id
left join customers as deleted
    on survivors.surviving_customer_id = deleted.customer_id and deleted.is_deleted;

-- 4. Customer months: the lifecycle stage and the value tier at the end of each.
create table customer_months as
with

first_orders as (
    select customer_id, min(order_date) as first_on
    from converted_orders
    where is_purchase and customer_id is not null
    group by customer_id
),

first_contracts as (
    select customer_id, min(starts_on) as first_on
    from counted_contracts
    where last_day_on is null or last_day_on >= starts_on
    group by customer_id
),

known as (
    select
        survivors.surviving_customer_id as customer_id,
        cast(min(customers.created_at) as date) as created_on,
        max(greatest(customers.updated_at, customers.created_at)) filter (
            customers.is_deleted and customers.customer_id = survivors.surviving_customer_id
        ) as deleted_at
    from customers
    inner join survivors on customers.customer_id = survivors.customer_id
    group by survivors.surviving_customer_id
),

spanned as (
    select
        known.customer_id,
        cast(date_trunc('month', known.deleted_at) as date) as deleted_month,
        today.as_of_date,
        cast(unnest(generate_series(
            date_trunc('month', least(known.created_on, first_orders.first_on, first_contracts.first_on)),
            date_trunc('month', least(today.as_of, known.deleted_at)),
            interval 1 month
        )) as date) as month_start
    from known
    cross join today
    left join first_orders on known.customer_id = first_orders.customer_id
    left join first_contracts on known.customer_id = first_contracts.customer_id
),

ordered as (
    select
        customer_id,
        cast(date_trunc('month', order_date) as date) as month_start,
        count(*) as purchase_count,
        sum(net_amount) as net_revenue,
        min(order_date) as first_on,
        max(order_date) as last_on
    from converted_orders
    where is_purchase and customer_id is not null
    group by all
),

covered as (
    select
        customer_id,
        month_start,
        min(starts_on) as first_on,
        max(coalesce(last_day_on, date '9999-12-31')) as covered_until
    from (
        select
            contracts.customer_id, contracts.starts_on, contracts.last_day_on,
            cast(unnest(generate_series(
                date_trunc('month', contracts.starts_on),
                date_trunc('month', coalesce(contracts.last_day_on, today.as_of_date)),
                interval 1 month
            )) as date) as month_start
        from counted_contracts as contracts
        cross join today
        where
            contracts.starts_on <= today.as_of_date
            and (contracts.last_day_on is null or contracts.last_day_on >= contracts.starts_on)
    )
    group by all
),

joined as (
    select
        spanned.customer_id,
        spanned.month_start,
        last_day(spanned.month_start) as month_end,
        least(last_day(spanned.month_start), spanned.as_of_date) as looked_at_on,
        last_day(spanned.month_start) <= spanned.as_of_date as is_complete,
        coalesce(spanned.month_start = spanned.deleted_month, false) as is_deleted,
        coalesce(ordered.purchase_count, 0) as purchase_count,
        coalesce(ordered.net_revenue, 0) as net_revenue,
        covered.customer_id is not null as is_under_contract,
        least(ordered.first_on, covered.first_on) as first_in_month,
        greatest(
            ordered.last_on,
            case
                when covered.customer_id is not null
                    then least(covered.covered_until, last_day(spanned.month_start), spanned.as_of_date)
            end
        ) as last_in_month
    from spanned
    left join ordered
        on spanned.customer_id = ordered.customer_id and spanned.month_start = ordered.month_start
    left join covered
        on spanned.customer_id = covered.customer_id and spanned.month_start = covered.month_start
),

accumulated as (
    select
        *,
        min(first_in_month) over so_far as first_active_on,
        max(last_in_month) over so_far as last_active_on,
        sum(purchase_count) over so_far as purchase_count_to_date,
        sum(net_revenue) over last_year as net_revenue_12_months,
        sum(purchase_count) over last_year as purchase_count_12_months
    from joined
    window
        so_far as (partition by customer_id order by month_start rows unbounded preceding),
        last_year as (partition by customer_id order by month_start rows 11 preceding)
),

aged as (
    select
        *,
        looked_at_on - last_active_on as recency_days,
        lag(looked_at_on - last_active_on) over (partition by customer_id order by month_start)
            as previous_recency_days
    from accumulated
),

staged as (
    select
        *,
        case
            when first_active_on is null then 'prospect'
            when is_deleted then 'lapsed'
            when date_trunc('month', first_active_on) = month_start then 'new'
            when recency_days > 180 then 'lapsed'
            when recency_days > 90 then 'at_risk'
            when last_in_month is not null and previous_recency_days > 180 then 'reactivated'
            else 'active'
        end as lifecycle_stage
    from aged
),

scored as (
    select
        *,
        case
            when purchase_count_to_date = 0 then null
            when recency_days <= 30 then 5
            when recency_days <= 60 then 4
            when recency_days <= 90 then 3
            when recency_days <= 180 then 2
            else 1
        end as recency_score,
        case
            when purchase_count_to_date = 0 then null
            when purchase_count_12_months >= 10 then 5
            when purchase_count_12_months >= 6 then 4
            when purchase_count_12_months >= 4 then 3
            when purchase_count_12_months >= 2 then 2
            else 1
        end as frequency_score,
        case
            when purchase_count_to_date = 0 then null
            when net_revenue_12_months >= 20000 then 5
            when net_revenue_12_months >= 10000 then 4
            when net_revenue_12_months >= 5000 then 3
            when net_revenue_12_months >= 1000 then 2
            else 1
        end as money_score
    from staged
),

tiered as (
    select
        *,
        case
            when purchase_count_to_date = 0 then null
            when lifecycle_stage = 'lapsed' then 'lapsed'
            when looked_at_on - first_active_on <= 90 then 'new'
            when recency_score + frequency_score + money_score >= 13 then 'vip'
            when recency_score + frequency_score + money_score >= 10 then 'core'
            else 'regular'
        end as value_tier
    from scored
)

select
    customer_id, month_start, month_end, is_complete, is_under_contract, purchase_count,
    net_revenue, net_revenue_12_months, first_active_on, last_active_on, recency_days,
    lifecycle_stage,
    lag(lifecycle_stage) over in_time as previous_lifecycle_stage,
    value_tier,
    lag(value_tier) over in_time as previous_value_tier,
    recency_score, frequency_score, money_score
from tiered
window in_time as (partition by customer_id order by month_start);

create table fct_customer_months as
select
    customer_months.*,
    coalesce(previous_lifecycle_stage not in ('prospect', 'lapsed'), false) as is_customer_at_start,
    lifecycle_stage not in ('prospect', 'lapsed') as is_customer_at_end,
    versions.segment,
    versions.region
from customer_months
left join versions
    on
        customer_months.customer_id = versions.customer_id
        and customer_months.month_end >= cast(versions.valid_from as date)
        and customer_months.month_end < cast(versions.valid_to as date);

-- 5. Facts, with the customer as of the event.
create table fct_orders as
select
    orders.order_id, orders.customer_id, orders.ordered_at, orders.order_date, orders.order_status,
    orders.is_purchase,
    case
        when orders.is_purchase and orders.customer_id is not null
            then row_number() over (
                partition by orders.customer_id, orders.is_purchase
                order by orders.ordered_at, orders.order_id
            )
    end as purchase_number,
    orders.channel, orders.net_amount,
    versions.segment,
    coalesce(versions.region, orders.order_region) as region,
    months.previous_value_tier as value_tier,
    case when months.customer_id is not null then coalesce(months.previous_lifecycle_stage, 'prospect') end
        as lifecycle_stage
from converted_orders as orders
left join versions
    on
        orders.customer_id = versions.customer_id
        and orders.ordered_at >= versions.valid_from and orders.ordered_at < versions.valid_to
left join customer_months as months
    on
        orders.customer_id = months.customer_id
        and cast(date_trunc('month', orders.ordered_at) as date) = months.month_start;

create table fct_tickets as
with

stated as (
    select
        *,
        coalesce(lower(to_value) in ('solved', 'closed'), false) as is_into_solved,
        coalesce(
            lower(from_value),
            lag(lower(to_value)) over (
                partition by ticket_id, event_type order by occurred_at, ticket_event_id
            ),
            'new'
        ) in ('solved', 'closed') as is_from_solved
    from ticket_events
),

followed as (
    select
        ticket_id,
        min(occurred_at) filter (event_type = 'public_reply' and actor_type = 'agent') as first_agent_reply_at,
        min(occurred_at) filter (event_type = 'status_changed' and is_into_solved and not is_from_solved)
            as first_solved_at,
        max(occurred_at) filter (event_type = 'status_changed' and is_into_solved and not is_from_solved)
            as last_solved_at,
        count(*) filter (event_type = 'status_changed' and is_from_solved and not is_into_solved)
            as reopen_count
    from stated
    group by ticket_id
),

contacts as (
    select
        ticket_id,
        lead(created_at) over (partition by customer_id, category order by created_at, ticket_id)
            as next_contact_at
    from counted_tickets
    where customer_id is not null
)

select
    tickets.ticket_id, tickets.customer_id, tickets.created_at, tickets.ticket_status,
    tickets.ticket_status in ('solved', 'closed') as is_solved,
    tickets.channel, tickets.category, tickets.is_complaint, tickets.team,
    followed.first_agent_reply_at,
    followed.first_solved_at,
    case when tickets.ticket_status in ('solved', 'closed') then followed.last_solved_at end as solved_at,
    coalesce(followed.reopen_count, 0) as reopen_count,
    contacts.next_contact_at,
    (epoch_us(followed.first_agent_reply_at) - epoch_us(tickets.created_at)) / 60000000.0::double
        as first_response_minutes,
    case
        when tickets.ticket_status in ('solved', 'closed')
            then (epoch_us(followed.last_solved_at) - epoch_us(tickets.created_at)) / 60000000.0::double
    end as resolution_minutes,
    case
        when tickets.ticket_status not in ('solved', 'closed')
            then (epoch_us(today.as_of) - epoch_us(tickets.created_at)) / 60000000.0::double
    end as age_minutes,
    versions.segment,
    versions.region,
    months.previous_value_tier as value_tier,
    case when months.customer_id is not null then coalesce(months.previous_lifecycle_stage, 'prospect') end
        as lifecycle_stage
from counted_tickets as tickets
cross join today
left join followed on tickets.ticket_id = followed.ticket_id
left join contacts on tickets.ticket_id = contacts.ticket_id
left join versions
    on
        tickets.customer_id = versions.customer_id
        and tickets.created_at >= versions.valid_from and tickets.created_at < versions.valid_to
left join customer_months as months
    on
        tickets.customer_id = months.customer_id
        and cast(date_trunc('month', tickets.created_at) as date) = months.month_start;

create table fct_survey_responses as
with

joined as (
    select
        responses.response_id as survey_response_id,
        responses.survey_id,
        responses.invitation_id,
        coalesce(responses.customer_id, invitations.customer_id) as given_customer_id,
        responses.responded_at,
        coalesce(responses.channel, invitations.channel) as channel,
        coalesce(responses.touchpoint, invitations.touchpoint, surveys.touchpoint) as touchpoint,
        coalesce(responses.ticket_id, invitations.ticket_id) as ticket_id,
        surveys.metric as survey_metric,
        responses.score,
        surveys.scale_min,
        surveys.scale_max,
        coalesce(surveys.is_higher_better, true) as is_higher_better,
        coalesce(
            surveys.satisfied_from,
            case
                when surveys.scale_max - surveys.scale_min < 3 and not surveys.is_higher_better
                    then surveys.scale_min
                when surveys.scale_max - surveys.scale_min < 3 then surveys.scale_max
                when not surveys.is_higher_better then surveys.scale_min + 1
                else surveys.scale_max - 1
            end
        ) as satisfied_from,
        invitations.invitation_id is not null as is_invitation_known
    from responses
    inner join surveys on responses.survey_id = surveys.survey_id
    left join invitations on responses.invitation_id = invitations.invitation_id
),

scored as (
    select
        joined.*,
        coalesce(survivors.surviving_customer_id, joined.given_customer_id) as customer_id
    from joined
    left join survivors on joined.given_customer_id = survivors.customer_id
)

select
    scored.survey_response_id, scored.invitation_id, scored.customer_id, scored.responded_at,
    row_number() over (
        partition by
            case when scored.is_invitation_known then scored.invitation_id else scored.survey_response_id end,
            scored.is_invitation_known, scored.customer_id, scored.survey_id
        order by scored.responded_at desc, scored.survey_response_id desc
    ) = 1 as is_counted,
    scored.survey_metric, scored.score, scored.scale_min, scored.scale_max,
    scored.is_higher_better,
    case
        when scored.is_higher_better then scored.score >= scored.satisfied_from
        else scored.score <= scored.satisfied_from
    end as is_satisfied,
    scored.channel, scored.touchpoint, scored.ticket_id, tickets.team,
    versions.segment,
    versions.region,
    months.previous_value_tier as value_tier,
    case when months.customer_id is not null then coalesce(months.previous_lifecycle_stage, 'prospect') end
        as lifecycle_stage
from scored
left join counted_tickets as tickets on scored.ticket_id = tickets.ticket_id
left join versions
    on
        scored.customer_id = versions.customer_id
        and scored.responded_at >= versions.valid_from and scored.responded_at < versions.valid_to
left join customer_months as months
    on
        scored.customer_id = months.customer_id
        and cast(date_trunc('month', scored.responded_at) as date) = months.month_start;

create table fct_survey_invitations as
with answers as (
    select invitation_id, min(responded_at) as first_responded_at
    from fct_survey_responses
    where invitation_id is not null
    group by invitation_id
)
select
    invitations.invitation_id, survivors.surviving_customer_id as customer_id, invitations.sent_at,
    invitations.channel, coalesce(invitations.touchpoint, surveys.touchpoint) as touchpoint,
    invitations.bounced_at is null as is_delivered,
    coalesce(
        answers.first_responded_at >= invitations.sent_at
        and answers.first_responded_at < invitations.sent_at + interval 30 days,
        false
    ) as is_responded,
    invitations.sent_at + interval 30 days <= today.as_of as is_window_closed,
    tickets.team,
    versions.segment,
    versions.region,
    months.previous_value_tier as value_tier,
    case when months.customer_id is not null then coalesce(months.previous_lifecycle_stage, 'prospect') end
        as lifecycle_stage
from invitations
cross join today
inner join surveys on invitations.survey_id = surveys.survey_id
inner join survivors on invitations.customer_id = survivors.customer_id
left join answers on invitations.invitation_id = answers.invitation_id
left join counted_tickets as tickets on invitations.ticket_id = tickets.ticket_id
left join versions
    on
        survivors.surviving_customer_id = versions.customer_id
        and invitations.sent_at >= versions.valid_from and invitations.sent_at < versions.valid_to
left join customer_months as months
    on
        survivors.surviving_customer_id = months.customer_id
        and cast(date_trunc('month', invitations.sent_at) as date) = months.month_start;

-- Customers known before orders begin, where more than a tenth of their buyers were long known then.
create table preceding as
with known as (
    select
        survivors.surviving_customer_id as customer_id,
        min(cast(customers.created_at as date)) as created_on
    from customers
    inner join survivors on customers.customer_id = survivors.customer_id
    group by survivors.surviving_customer_id
),
early as (
    select
        known.customer_id,
        history.begins_on - known.created_on > 90 as is_long_known,
        known.customer_id in (select customer_id from fct_orders where is_purchase) as is_buyer
    from known
    inner join (select min(order_date) as begins_on from converted_orders) as history
        on known.created_on < history.begins_on
)
select customer_id
from early
where (
    select count(*) filter (is_buyer and is_long_known) * 10 > count(*) filter (is_buyer)
    from early
);

-- 6. One row per event that counts.
create view metric_events as
with

effort as (
    select scale_min, scale_max, is_higher_better
    from fct_survey_responses
    cross join today
    where survey_metric = 'ces' and is_counted
    group by all
    order by
        count(*) filter (where responded_at > today.as_of - interval 365 days) desc,
        count(*) desc, scale_max, scale_min, is_higher_better desc
    limit 1
),

purchases as (
    select
        customer_id,
        count(*) as purchase_count
    from fct_orders
    where is_purchase and customer_id is not null
    group by customer_id
),

first_years as (
    select
        firsts.customer_id,
        case when count(*) = count(orders.net_amount) then sum(orders.net_amount) end as net_revenue
    from fct_orders as firsts
    cross join today
    inner join fct_orders as orders
        on firsts.customer_id = orders.customer_id
        and orders.is_purchase
        and orders.order_date < firsts.order_date + 365
    where firsts.purchase_number = 1 and firsts.order_date + 365 <= today.as_of_date
    group by firsts.customer_id
)

select
    'nps' as metric, customer_id, cast(responded_at as date) as event_date,
    segment, region, channel, value_tier, lifecycle_stage, touchpoint, team,
    cast(case when score >= 9 then 100 when score >= 7 then 0 else -100 end as decimal(18, 4)) as numerator,
    cast(1 as decimal(18, 4)) as denominator
from fct_survey_responses
where survey_metric = 'nps' and scale_min in (0, 1) and scale_max = 10 and is_higher_better and is_counted
union all
select
    'csat', customer_id, cast(responded_at as date),
    segment, region, channel, value_tier, lifecycle_stage, touchpoint, team,
    case when is_satisfied then 1 else 0 end, 1
from fct_survey_responses
where survey_metric = 'csat' and is_counted
union all
select
    'ces', customer_id, cast(responded_at as date),
    segment, region, channel, value_tier, lifecycle_stage, touchpoint, team, score, 1
from fct_survey_responses
inner join effort using (scale_min, scale_max, is_higher_better)
where survey_metric = 'ces' and is_counted
union all
select
    'survey_response_rate', customer_id, cast(sent_at as date),
    segment, region, channel, value_tier, lifecycle_stage, touchpoint, team,
    case when is_responded then 1 else 0 end, 1
from fct_survey_invitations
where is_delivered and is_window_closed
union all
select
    'customer_retention', null, month_start,
    segment, region, null, previous_value_tier, previous_lifecycle_stage, null, null,
    case when is_customer_at_end then 1 else 0 end, 1
from fct_customer_months
where
    is_customer_at_start and is_complete
    and month_start >= (select min(order_date) + 181 from converted_orders)
union all
select
    'churn_rate', null, month_start,
    segment, region, null, previous_value_tier, previous_lifecycle_stage, null, null,
    case when is_customer_at_end then 0 else 1 end, 1
from fct_customer_months
where
    is_customer_at_start and is_complete
    and month_start >= (select min(order_date) + 181 from converted_orders)
union all
select
    'repurchase_rate', null, fct_orders.order_date,
    segment, region, channel, null, null, null, null,
    case when purchases.purchase_count >= 2 then 1 else 0 end, 1
from fct_orders
inner join purchases using (customer_id)
anti join preceding using (customer_id)
where fct_orders.purchase_number = 1
union all
select
    'historical_clv', null, fct_orders.order_date,
    segment, region, channel, null, null, null, null, first_years.net_revenue, 1
from fct_orders
inner join first_years using (customer_id)
anti join preceding using (customer_id)
where fct_orders.purchase_number = 1 and first_years.net_revenue is not null
union all
select
    'complaint_rate', null, order_date, segment, region, null, value_tier, lifecycle_stage, null, null, 0, 1
from fct_orders
where
    is_purchase
    and ordered_at >= (select min(created_at) from fct_tickets where is_complaint is not null)
union all
select
    'complaint_rate', null, cast(created_at as date),
    segment, region, null, value_tier, lifecycle_stage, null, null, 1, 0
from fct_tickets
where is_complaint
union all
select
    'first_response_minutes', null, cast(created_at as date),
    segment, region, channel, value_tier, lifecycle_stage, null, team,
    cast(coalesce(first_response_minutes, age_minutes) as decimal(18, 4)),
    case when first_response_minutes is null then 0 else 1 end
from fct_tickets
where first_response_minutes >= 0 or (first_response_minutes is null and not is_solved)
union all
select
    'resolution_minutes', null, cast(created_at as date),
    segment, region, channel, value_tier, lifecycle_stage, null, team,
    cast(case when is_solved then resolution_minutes else age_minutes end as decimal(18, 4)),
    case when is_solved then 1 else 0 end
from fct_tickets
where resolution_minutes >= 0 or not is_solved
union all
select
    'first_contact_resolution', null, cast(created_at as date),
    segment, region, channel, value_tier, lifecycle_stage, null, team,
    case
        when reopen_count > 0 or not is_solved then 0
        when next_contact_at < first_solved_at + interval 7 days then 0
        else 1
    end,
    1
from fct_tickets
cross join today
where first_solved_at + interval 7 days <= today.as_of;

-- 7. Every metric by period and dimension, with value and 95 % interval.
create macro period_start(period, day) as
    case period
        when 'year' then cast(date_trunc('year', day) as date)
        when 'quarter' then cast(date_trunc('quarter', day) as date)
        when 'month' then cast(date_trunc('month', day) as date)
        when 'week' then cast(date_trunc('week', day) as date)
        when 'day' then day
    end;

create macro z() as cast(1.959963984540054 as double);

create macro wilson(x, n, sign) as
    case
        when sign < 0 and x <= 0 then 0.0::double
        when sign > 0 and x >= n then 1.0::double
        else greatest(0, least(1, (x + z() * z() / 2 + sign * z() * sqrt(greatest(x * (n - x) / n + z() * z() / 4, 0))) / (n + z() * z())))
    end;

create macro student_t(df) as
    case
        when df >= 1
            then z() + (((2.372193143 * df + 0.9778561767) * df + 0.7490712745) * df + 0.06961130805)
                / (df * df * ((df - 0.7780237624) * df + 0.1659485032))
    end;

create macro mean_bound(n, s, ss, sign) as
    case when n >= 2 then s / n + sign * student_t(n - 1) * sqrt(greatest(ss - s * s / n, 0) / (n - 1) / n) end;

create macro nps_bound(n, s, ss, sign) as
    least(greatest(
        s / (n + 3)
        + sign * z() * sqrt(greatest((ss + 15000) / (n + 3) - power(s / (n + 3), 2), 0) / (n + 3)),
        -100
    ), 100);

create macro poisson_bound(x, t, sign) as
    case
        when sign < 0 and x = 0 then 0.0::double
        else (x + z() * z() / 2 + sign * z() * sqrt(x + z() * z() / 4)) / t
    end;

-- Customers as clusters: what their pairs of answers add to the sums of squares.
create table repeats as
with

placed as (
    select *, period_start(period, event_date) as period_start
    from metric_events
    cross join (select unnest(['all', 'year', 'quarter', 'month', 'week', 'day']) as period)
    where
        metric in ('nps', 'csat', 'ces', 'survey_response_rate')
        and customer_id is not null
    qualify count(*) over (partition by metric, period, period_start, customer_id) > 1
),

sliced as (
    unpivot (select *, 'all' as "all" from placed)
    on "all", segment, region, channel, value_tier, lifecycle_stage, touchpoint, team
    into name dimension value dimension_value
),

customers as (
    select
        metric, period, period_start, dimension, dimension_value, customer_id,
        count(*) as k, sum(numerator::double) as x, sum(power(numerator::double, 2)) as xx
    from sliced
    group by all
)

select
    metric, period, period_start, dimension, dimension_value,
    sum(k - 1) as r, sum(k * (k - 1)) as kk, sum(x * x - xx) as xx_pairs, sum(x * (k - 1)) as x_pairs
from customers
where k > 1
group by all;

create macro design_effect(n, s, ss, r, kk, xx_pairs, x_pairs) as
    case
        when coalesce(r, 0) = 0 then 1.0::double
        when n - r < 2 then n
        else power(student_t(n - r - 1) / student_t(n - 1), 2) * case
            when ss - s * s / n > ss * 1e-9 then greatest(1, (n - r) / (n - r - 1)
                * (ss - s * s / n + xx_pairs - 2 * s / n * x_pairs + power(s / n, 2) * kk)
                * (n - 1) / n / (ss - s * s / n))
            else (n + kk) / n
        end
    end;

create table summed_cells as
with

days as (
    select
        metric, event_date,
        case
            when grouping(segment) = 0 then 'segment' when grouping(region) = 0 then 'region'
            when grouping(channel) = 0 then 'channel' when grouping(value_tier) = 0 then 'value_tier'
            when grouping(lifecycle_stage) = 0 then 'lifecycle_stage'
            when grouping(touchpoint) = 0 then 'touchpoint' when grouping(team) = 0 then 'team'
            else 'all'
        end as dimension,
        case
            when grouping(segment) = 0 then segment when grouping(region) = 0 then region
            when grouping(channel) = 0 then channel when grouping(value_tier) = 0 then value_tier
            when grouping(lifecycle_stage) = 0 then lifecycle_stage
            when grouping(touchpoint) = 0 then touchpoint when grouping(team) = 0 then team
            else 'all'
        end as dimension_value,
        count(*) as event_count,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum(cast(numerator as decimal(38, 4)) * numerator) as numerator_square_sum
    from metric_events
    where metric not in ('first_response_minutes', 'resolution_minutes')
    group by grouping sets (
        (metric, event_date), (metric, event_date, segment), (metric, event_date, region),
        (metric, event_date, channel), (metric, event_date, value_tier),
        (metric, event_date, lifecycle_stage), (metric, event_date, touchpoint), (metric, event_date, team)
    )
),

summed as (
    select
        metric, period, period_start(period, event_date) as period_start, dimension, dimension_value,
        sum(event_count) as event_count,
        cast(sum(numerator) as double) as x,
        cast(sum(denominator) as double) as n,
        cast(sum(numerator_square_sum) as double) as xx
    from days
    cross join (select unnest(['all', 'year', 'quarter', 'month', 'week', 'day']) as period)
    where
        dimension_value is not null
        and (period not in ('week', 'day') or metric not in ('customer_retention', 'churn_rate'))
    group by all
),

weighed as (
    select
        summed.*,
        design_effect(
            event_count::double, x, xx, r::double, kk::double, xx_pairs, x_pairs
        ) as effect
    from summed
    left join repeats
        on
            summed.metric = repeats.metric and summed.period = repeats.period
            and summed.period_start is not distinct from repeats.period_start
            and summed.dimension = repeats.dimension
            and summed.dimension_value = repeats.dimension_value
),

bounded as (
    select
        *,
        x / n as value,
        case
            when metric = 'nps' then nps_bound(event_count / effect, x / effect, xx / effect, -1)
            when metric in ('ces', 'historical_clv')
                then mean_bound(event_count / effect, x / effect, xx / effect, -1)
            when metric = 'complaint_rate' then poisson_bound(x, n, -1)
            else wilson(x / effect, n / effect, -1)
        end as value_low,
        case
            when metric = 'nps' then nps_bound(event_count / effect, x / effect, xx / effect, 1)
            when metric in ('ces', 'historical_clv')
                then mean_bound(event_count / effect, x / effect, xx / effect, 1)
            when metric = 'complaint_rate' then poisson_bound(x, n, 1)
            else wilson(x / effect, n / effect, 1)
        end as value_high,
        case when metric = 'complaint_rate' then n else event_count end as sample_size
    from summed
    where n > 0
)

select
    metric, period, period_start, dimension, dimension_value, event_count,
    x as numerator, n as denominator, sample_size, value, value_low, value_high
from bounded;

-- Durations: the median of the Kaplan-Meier curve, with its log-log interval.
create table survived_cells as
with

sliced as (
    unpivot (
        select *, 'all' as "all" from metric_events
        where metric in ('first_response_minutes', 'resolution_minutes')
    )
    on "all", segment, region, channel, value_tier, lifecycle_stage, touchpoint, team
    into name dimension value dimension_value
),

series as (
    select
        metric, dimension, dimension_value, period,
        row_number() over (order by metric, dimension, dimension_value, period) as series_number
    from (select distinct metric, dimension, dimension_value from sliced)
    cross join (select unnest(['all', 'year', 'quarter', 'month', 'week', 'day']) as period)
),

placed as (
    select
        series_number,
        period_start(period, event_date) as period_start,
        numerator as duration,
        denominator = 1 as is_finished
    from sliced
    inner join series using (metric, dimension, dimension_value)
),

at_risk as (
    select
        *,
        row_number() over (
            partition by series_number, period_start order by duration desc, is_finished
        ) as at_risk_count
    from placed
),

followed as (
    select
        *,
        case when is_finished and at_risk_count = 1 then 0 else exp(sum(
            case when is_finished and at_risk_count > 1 then ln(1 - 1 / at_risk_count::double) end
        ) over so_far) end as survival,
        sum(
            case when is_finished and at_risk_count > 1 then 1 / (at_risk_count::double * (at_risk_count - 1)) end
        ) over so_far as greenwood_sum
    from at_risk
    window so_far as (
        partition by series_number, period_start order by at_risk_count desc rows unbounded preceding
    )
),

bounded as (
    select
        *,
        case
            when survival > 0 and survival < 1
                then power(survival, exp(z() * sqrt(greenwood_sum) / abs(ln(survival))))
        end as survival_low,
        case
            when survival > 0 and survival < 1
                then power(survival, exp(-z() * sqrt(greenwood_sum) / abs(ln(survival))))
        end as survival_high
    from followed
),

summed as (
    select
        series_number, period_start,
        count(*) as event_count,
        cast(sum(duration) as double) as numerator,
        cast(count(*) filter (is_finished) as double) as denominator,
        min(duration) filter (abs(survival - 0.5) < 1e-9) as level_from,
        min(duration) filter (survival <= 0.5 - 1e-9) as below_from,
        min(duration) filter (survival_low <= 0.5) as value_low,
        min(duration) filter (survival_high <= 0.5) as value_high
    from bounded
    group by all
)

select
    series.metric, series.period, summed.period_start, series.dimension, series.dimension_value,
    summed.event_count, summed.numerator, summed.denominator, summed.event_count as sample_size,
    coalesce((level_from::double + below_from) / 2, level_from, below_from) as value,
    cast(value_low as double) as value_low,
    cast(value_high as double) as value_high
from summed
inner join series using (series_number)
where level_from is not null or below_from is not null;

create table metric_values as
select
    * exclude (sample_size) replace (
        case when sample_size >= 10 then value end as value,
        case when sample_size >= 10 then value_low end as value_low,
        case when sample_size >= 10 then value_high end as value_high
    )
from (from summed_cells union all from survived_cells)
where sample_size >= 10 or dimension = 'all' or period not in ('week', 'day');
