-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{% for source_name, table_name in raw_tables() -%}
-- depends_on: {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
{% endfor -%}
-- depends_on: {{ ref('int_as_of') }}
-- Whose facts this build must make again: whoever has a row that came or changed, and whoever waits
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

as_of_before as (

    select as_of from {{ before_of(ref('int_as_of')) }}

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
        'crm.customers', 'crm.contracts', 'commerce.orders', 'support.tickets',
        'surveys.invitations', 'surveys.responses',
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
    select customer_id from invitations
    where
        invitation_id in (select invitation_id from changed_invitations)
        -- The time to answer may have run out.
        or {{ plus_days('sent_at', var('survey_response_window_days')) }}
        > (select as_of from as_of_before)
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
    cross join {{ ref('int_as_of') }} as as_of
    cross join as_of_before
    left join given
        on merged.customer_id = given.customer_id
    where
        given.customer_id is not null
        or merged.surviving_now is distinct from merged.surviving_before
        -- When the newest row was taken back, the time of everybody ran backwards.
        or as_of.as_of < as_of_before.as_of

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
