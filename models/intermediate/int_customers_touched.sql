-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{% for source_name, table_name in raw_tables() -%}
-- depends_on: {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
{% endfor -%}
-- depends_on: {{ ref('int_as_of') }}
-- Whose rows this build must make again: whoever has a row that came or changed, and whoever waited
-- for time to pass. In a full build nobody is looked for, for all are built.
{% if is_full_build() %}
select customer_id
from {{ ref('int_customers_merged') }}
where false
{% else %}
with

responses as (

    select * from {{ ref('base_surveys__responses') }}
    where _status = 'accepted'

),

invitations as (

    select * from {{ ref('base_surveys__invitations') }}
    where _status = 'accepted'

),

tickets as (

    select * from {{ ref('base_support__tickets') }}
    where _status = 'accepted'

),

contracts as (

    select * from {{ ref('base_crm__contracts') }}
    where _status = 'accepted'

),

-- The time that passed since the build before.
passed as (

    select
        as_of_before.as_of as since,
        as_of.as_of as until

    from {{ before_of(ref('int_as_of')) }} as as_of_before
    cross join {{ ref('int_as_of') }} as as_of

),

changed_tickets as (

    select ticket_id from {{ changes_of('support.tickets') }}
    union
    select ticket_id from {{ changes_of('support.ticket_events') }}

),

changed_invitations as (

    select invitation_id from {{ changes_of('surveys.invitations') }}
    union
    -- Of several answers to one invitation only one counts.
    select invitation_id from {{ changes_of('surveys.responses') }}
    union
    select invitation_id from invitations
    where
        ticket_id in (select ticket_id from changed_tickets)
        or survey_id in (select survey_id from {{ changes_of('surveys.surveys') }})

),

given as (

    {% for table in [
        'crm.customers', 'crm.contracts', 'crm.activities', 'commerce.orders', 'engagement.events',
        'support.tickets', 'surveys.invitations', 'surveys.responses',
    ] -%}
    select customer_id from {{ changes_of(table) }}
    union
    {% endfor -%}
    select customer_id from tickets
    where
        ticket_id in (select ticket_id from changed_tickets)
        -- An open ticket grows older.
        or ticket_status not in ('solved', 'closed')
    union
    select invitations.customer_id
    from invitations
    cross join passed
    where
        invitations.invitation_id in (select invitation_id from changed_invitations)
        -- The time to answer ran out.
        or (
            {{ plus_days('invitations.sent_at', var('survey_response_window_days')) }}
            > passed.since
            and {{ plus_days('invitations.sent_at', var('survey_response_window_days')) }}
            <= passed.until
        )
    union
    -- A contract began.
    select contracts.customer_id
    from contracts
    cross join passed
    where
        contracts.starts_on > cast(passed.since as date)
        and contracts.starts_on <= cast(passed.until as date)
    union
    select customer_id from responses
    where
        invitation_id in (select invitation_id from changed_invitations)
        or ticket_id in (select ticket_id from changed_tickets)
        or survey_id in (select survey_id from {{ changes_of('surveys.surveys') }})

),

merged as (

    select
        coalesce(merged_now.customer_id, merged_before.customer_id) as customer_id,
        merged_now.surviving_customer_id as surviving_now,
        merged_before.surviving_customer_id as surviving_before

    from {{ ref('int_customers_merged') }} as merged_now
    full join {{ before_of(ref('int_customers_merged')) }} as merged_before
        on merged_now.customer_id = merged_before.customer_id

),

touched as (

    select
        merged.surviving_now,
        merged.surviving_before

    from merged
    cross join passed
    left join given
        on merged.customer_id = given.customer_id
    where
        given.customer_id is not null
        or merged.surviving_now is distinct from merged.surviving_before
        -- When the newest row was taken back, the time of everybody ran backwards.
        or passed.until < passed.since
        -- Everybody has a month more when one begins, and is judged when it ends.
        or {{ start_of('month', 'passed.until') }} > passed.since
        or {{ start_of('month', plus_days('passed.until', 1)) }}
        > {{ start_of('month', plus_days('passed.since', 1)) }}

)

select customer_id from given
where customer_id is not null
union
select surviving_now as customer_id from touched
where surviving_now is not null
union
select surviving_before as customer_id from touched
where surviving_before is not null
{% endif %}
