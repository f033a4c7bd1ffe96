-- Rows that a careful warehouse must deal with, appended to the sound ones. All columns are text.
-- A faulty row is a copy of the table's first sound row under an id of its own (`fault-...`), so
-- that holding it back leaves everything else as it is. An empty change means: the field is empty.
--
-- held back:
--   crm.customers              1 without id, 1 created on 2025-02-30
--   crm.leads                  1 converted before it was created
--   crm.activities             1 of an unknown customer, 1 without id
--   crm.contracts              2 of unknown customers, 1 that ends before it starts, 1 amount N/A
--   commerce.orders            2 amounts N/A, 2 amounts 1,234.50, 2 times 31/12/2024 10:00, 1 time
--                              2025-02-30, 2 statuses not accepted, 2 delivered before they were
--                              ordered, 2 in the year 2099, 1 without id
--   commerce.order_lines       1 without product, 1 of an unknown order
--   engagement.events          1 in the year 2099, 1 without customer
--   support.tickets            2 statuses not accepted, 1 time 31/12/2024 10:00, 1 in the year
--                              2099, 1 without id
--   support.ticket_events      2 of unknown tickets, 2 before their ticket was created
--   surveys.invitations        2 of unknown customers, 1 opened before it was sent
--   surveys.responses          3 scores 11 of 10, 2 scores 0 on a scale from 1, 1 without score
--   operations.measures        1 value N/A
-- superseded without a complaint:
--   identical duplicates       2 customers, 3 orders, 2 order lines, 2 tickets, 2 ticket events
--   an older version, later    1 customer, 2 orders, 1 ticket
-- accepted as they are:
--   commerce.order_lines       2 negative quantities: the contract takes them for returns
--   engagement.events          1 id of 21 digits with leading zeros (order ids always have them)
--   surveys.responses          1 score 0 on the nps scale; 3 comments with quotes, commas, line
--                              breaks and emoji
create schema faults;

-- The row's text after the change: unchanged when there is none, null when it is empty.
create macro changed_text(change, original) as
    nullif(coalesce(change, original), '');

create table faults.crm__customers as
with

samples as (

    select
        cast(columns(*) as varchar),
        row_number() over (order by customer_id) as sample_number

    from (
        select *
        from crm.customers
        where
            merged_into_customer_id is null
            and updated_at > created_at
            and customer_id not in (
                select customer_id from crm.customers group by customer_id having count(*) > 1
            )
        order by customer_id
        limit 3
    )

),

changes as (

    select *
    from (
        values
        (1, 1, null, null, false),
        (2, 2, null, null, false),
        (3, 3, null, null, true),
        (4, 1, '', null, false),
        (5, 1, 'fault-day', '2025-02-30', false)
    ) as listed (fault_number, sample_number, customer_id, created_at, is_older)

)

select
    samples.* exclude (sample_number) replace (
        changed_text(changes.customer_id, samples.customer_id) as customer_id,
        changed_text(changes.created_at, samples.created_at) as created_at,
        case when changes.is_older then samples.created_at else samples.updated_at end as updated_at
    ),
    changes.fault_number
from changes
inner join samples on changes.sample_number = cast(samples.sample_number as bigint);

create table faults.crm__leads as
select
    first_rows.* replace (
        'fault-converted-early' as lead_id,
        '2023-01-01 00:00:00' as converted_at
    ),
    1 as fault_number
from (
    select cast(columns(*) as varchar)
    from crm.leads
    where converted_at is not null
    order by lead_id
    limit 1
) as first_rows;

create table faults.crm__activities as
select
    first_rows.* replace (
        changed_text(changes.activity_id, first_rows.activity_id) as activity_id,
        changed_text(changes.customer_id, first_rows.customer_id) as customer_id
    ),
    changes.fault_number
from (
    select cast(columns(*) as varchar)
    from crm.activities
    order by activity_id
    limit 1
) as first_rows
cross join (
    values
    (1, 'fault-unknown-customer', 'C-unknown'),
    (2, '', null)
) as changes (fault_number, activity_id, customer_id);

create table faults.crm__contracts as
select
    first_rows.* replace (
        changes.contract_id as contract_id,
        changed_text(changes.customer_id, first_rows.customer_id) as customer_id,
        changed_text(changes.ends_on, first_rows.ends_on) as ends_on,
        changed_text(changes.recurring_amount, first_rows.recurring_amount) as recurring_amount
    ),
    changes.fault_number
from (
    select cast(columns(*) as varchar)
    from crm.contracts
    where renewed_from_contract_id is null and cancelled_on is null
    order by contract_id
    limit 1
) as first_rows
cross join (
    values
    (1, 'fault-unknown-customer-1', 'C-unknown', null, null),
    (2, 'fault-unknown-customer-2', 'C-nobody', null, null),
    (3, 'fault-ends-early', null, '2019-12-31', null),
    (4, 'fault-amount', null, null, 'N/A')
) as changes (fault_number, contract_id, customer_id, ends_on, recurring_amount);

create table faults.commerce__orders as
with

samples as (

    select
        cast(columns(*) as varchar),
        row_number() over (order by order_id) as sample_number

    from (
        select *
        from commerce.orders
        where order_status = 'delivered' and channel != 'store'
        order by order_id
        limit 3
    )

),

changes as (

    select *
    from (
        values
        (1, 1, null, null, false, null, null, null),
        (2, 2, null, null, false, null, null, null),
        (3, 3, null, null, false, null, null, null),
        (4, 1, null, null, true, 'paid', null, ''),
        (5, 2, null, null, true, 'paid', null, ''),
        (6, 1, 'fault-amount-1', null, false, null, 'N/A', null),
        (7, 1, 'fault-amount-2', null, false, null, 'N/A', null),
        (8, 1, 'fault-amount-3', null, false, null, '1,234.50', null),
        (9, 1, 'fault-amount-4', null, false, null, '1,234.50', null),
        (10, 1, 'fault-time-1', '31/12/2024 10:00', false, null, null, null),
        (11, 1, 'fault-time-2', '31/12/2024 10:00', false, null, null, null),
        (12, 1, 'fault-time-3', '2025-02-30', false, null, null, null),
        (13, 1, 'fault-status-1', null, false, 'teleported', null, null),
        (14, 1, 'fault-status-2', null, false, 'lost', null, null),
        (15, 1, 'fault-delivered-early-1', null, false, null, null, '2023-06-01 10:00:00'),
        (16, 1, 'fault-delivered-early-2', null, false, null, null, '2023-06-02 10:00:00'),
        (17, 1, 'fault-future-1', '2099-01-01 10:00:00', false, null, null, '2099-01-03 10:00:00'),
        (18, 1, 'fault-future-2', '2099-12-31 10:00:00', false, null, null, '2099-12-31 12:00:00'),
        (19, 1, '', null, false, null, null, null)
    ) as listed (
        fault_number, sample_number, order_id, ordered_at, is_older, order_status, amount,
        delivered_at
    )

)

select
    samples.* exclude (sample_number) replace (
        changed_text(changes.order_id, samples.order_id) as order_id,
        changed_text(changes.ordered_at, samples.ordered_at) as ordered_at,
        case when changes.is_older then samples.ordered_at else samples.updated_at end
            as updated_at,
        changed_text(changes.order_status, samples.order_status) as order_status,
        changed_text(changes.amount, samples.amount) as amount,
        changed_text(changes.delivered_at, samples.delivered_at) as delivered_at
    ),
    changes.fault_number
from changes
inner join samples on changes.sample_number = cast(samples.sample_number as bigint);

create table faults.commerce__order_lines as
with

samples as (

    select
        cast(columns(*) as varchar),
        row_number() over (order by order_line_id) as sample_number

    from (select * from commerce.order_lines order by order_line_id limit 2)

),

changes as (

    select *
    from (
        values
        (1, 1, null, null, null, null),
        (2, 2, null, null, null, null),
        (3, 1, 'edge-quantity-1', null, null, '-1'),
        (4, 1, 'edge-quantity-2', null, null, '-3'),
        (5, 1, 'fault-product', null, '', null),
        (6, 1, 'fault-unknown-order', 'unknown', null, null)
    ) as listed (fault_number, sample_number, order_line_id, order_id, product_id, quantity)

)

select
    samples.* exclude (sample_number) replace (
        changed_text(changes.order_line_id, samples.order_line_id) as order_line_id,
        changed_text(changes.order_id, samples.order_id) as order_id,
        changed_text(changes.product_id, samples.product_id) as product_id,
        changed_text(changes.quantity, samples.quantity) as quantity
    ),
    changes.fault_number
from changes
inner join samples on changes.sample_number = cast(samples.sample_number as bigint);

create table faults.engagement__events as
select
    first_rows.* replace (
        changes.event_id as event_id,
        changed_text(changes.customer_id, first_rows.customer_id) as customer_id,
        changed_text(changes.occurred_at, first_rows.occurred_at) as occurred_at
    ),
    changes.fault_number
from (
    select cast(columns(*) as varchar)
    from engagement.events
    order by event_id
    limit 1
) as first_rows
cross join (
    values
    (1, 'fault-future', null, '2099-01-01 00:00:00'),
    (2, 'fault-customer', '', null),
    (3, '000000000000000000042', null, null)
) as changes (fault_number, event_id, customer_id, occurred_at);

create table faults.support__tickets as
with

samples as (

    select
        cast(columns(*) as varchar),
        row_number() over (order by ticket_id) as sample_number

    from (
        select *
        from support.tickets
        where ticket_status in ('solved', 'closed') and merged_into_ticket_id is null
        order by ticket_id
        limit 2
    )

),

changes as (

    select *
    from (
        values
        (1, 1, null, null, false, null),
        (2, 2, null, null, false, null),
        (3, 1, null, null, true, 'open'),
        (4, 1, 'fault-status-1', null, false, 'wontfix'),
        (5, 1, 'fault-status-2', null, false, 'deleted'),
        (6, 1, 'fault-time', '31/12/2024 10:00', false, null),
        (7, 1, 'fault-future', '2099-01-01 00:00:00', false, null),
        (8, 1, '', null, false, null)
    ) as listed (fault_number, sample_number, ticket_id, created_at, is_older, ticket_status)

)

select
    samples.* exclude (sample_number) replace (
        changed_text(changes.ticket_id, samples.ticket_id) as ticket_id,
        changed_text(changes.created_at, samples.created_at) as created_at,
        case when changes.is_older then samples.created_at else samples.updated_at end
            as updated_at,
        changed_text(changes.ticket_status, samples.ticket_status) as ticket_status
    ),
    changes.fault_number
from changes
inner join samples on changes.sample_number = cast(samples.sample_number as bigint);

create table faults.support__ticket_events as
with

samples as (

    select
        cast(columns(*) as varchar),
        row_number() over (order by ticket_event_id) as sample_number

    from (
        select *
        from support.ticket_events
        where event_type = 'public_reply'
        order by ticket_event_id
        limit 2
    )

),

changes as (

    select *
    from (
        values
        (1, 1, null, null, null),
        (2, 2, null, null, null),
        (3, 1, 'fault-unknown-ticket-1', 'T-unknown', null),
        (4, 1, 'fault-unknown-ticket-2', 'T-nothing', null),
        (5, 1, 'fault-early-1', null, '2020-01-01 00:00:00'),
        (6, 1, 'fault-early-2', null, '2020-01-02 00:00:00')
    ) as listed (fault_number, sample_number, ticket_event_id, ticket_id, occurred_at)

)

select
    samples.* exclude (sample_number) replace (
        changed_text(changes.ticket_event_id, samples.ticket_event_id) as ticket_event_id,
        changed_text(changes.ticket_id, samples.ticket_id) as ticket_id,
        changed_text(changes.occurred_at, samples.occurred_at) as occurred_at
    ),
    changes.fault_number
from changes
inner join samples on changes.sample_number = cast(samples.sample_number as bigint);

create table faults.surveys__invitations as
select
    first_rows.* replace (
        changes.invitation_id as invitation_id,
        changed_text(changes.customer_id, first_rows.customer_id) as customer_id,
        changed_text(changes.opened_at, first_rows.opened_at) as opened_at
    ),
    changes.fault_number
from (
    select cast(columns(*) as varchar)
    from surveys.invitations
    where survey_id = 'S1' and bounced_at is null
    order by invitation_id
    limit 1
) as first_rows
cross join (
    values
    (1, 'fault-unknown-customer-1', 'C-unknown', null),
    (2, 'fault-unknown-customer-2', 'C-nobody', null),
    (3, 'fault-opened-early', null, '2020-01-01 00:00:00')
) as changes (fault_number, invitation_id, customer_id, opened_at);

create table faults.surveys__responses as
select
    first_rows.* replace (
        changes.response_id as response_id,
        changes.survey_id as survey_id,
        nullif(changes.score, '') as score,
        null as invitation_id,
        changes.comment as comment,
        'en' as language,
        case changes.survey_id when 'S1' then 'relationship' else 'support' end as touchpoint
    ),
    changes.fault_number
from (
    select cast(columns(*) as varchar)
    from surveys.responses
    where survey_id = 'S1' and customer_id is not null
    order by response_id
    limit 1
) as first_rows
cross join (
    values
    (1, 'fault-score-1', 'S1', '11', null),
    (2, 'fault-score-2', 'S1', '11', null),
    (3, 'fault-score-3', 'S1', '11', null),
    (4, 'fault-score-4', 'S2', '0', null),
    (5, 'fault-score-5', 'S2', '0', null),
    (6, 'fault-score-6', 'S1', '', null),
    (7, 'edge-score', 'S1', '0', null),
    (8, 'edge-comment-1', 'S1', '9', 'They said "no problem", and it was, indeed, no problem.'),
    (9, 'edge-comment-2', 'S1', '8', 'First line,' || chr(10) || 'second line; "third"' || chr(10)),
    (10, 'edge-comment-3', 'S1', '10', '太好了👍🏽，客服说：“马上处理”, 真的 5 分钟 👨‍👩‍👧')
) as changes (fault_number, response_id, survey_id, score, comment);

create table faults.operations__measures as
select
    first_rows.* replace ('fault-unit' as unit, 'N/A' as value),
    1 as fault_number
from (
    select cast(columns(*) as varchar)
    from operations.measures
    order by measured_on, unit_type, unit, measure
    limit 1
) as first_rows;
