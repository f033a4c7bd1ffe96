-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{% for source_name, table_name in raw_tables() -%}
-- depends_on: {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
{% endfor -%}
-- depends_on: {{ ref('int_as_of') }}
-- depends_on: {{ ref('int_sources_observed') }}
-- depends_on: {{ ref('int_tickets_merged') }}
-- depends_on: {{ ref('stg_dimensions__joined_values') }}
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

orders as (

    select * from {{ ref('base_commerce__orders') }}
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

-- Spellings that are now shown otherwise than in the build before.
respelled as (

    select coalesce(joined_now.given_value, joined_before.given_value) as given_value
    from {{ ref('stg_dimensions__joined_values') }} as joined_now
    full join {{ before_of(ref('stg_dimensions__joined_values')) }} as joined_before
        on
            joined_now.dimension = joined_before.dimension
            and joined_now.given_value = joined_before.given_value
    where joined_now.shown_value is distinct from joined_before.shown_value

),

-- Some rules depend on a whole source (do points carry signs? which spelling is most frequent?). If
-- such a fact changes, every customer is rebuilt.
relearned as (

    select count(*) > 0 as is_relearned
    from (
        select 1 as one
        from (
            select * from {{ ref('int_sources_observed') }}
            except
            select * from {{ before_of(ref('int_sources_observed')) }}
        ) as observed
        union all
        select 1 as one
        from respelled
    ) as learned

),

own_changed_tickets as (

    select ticket_id from {{ changes_of('support.tickets') }}
    union
    select ticket_id from {{ changes_of('support.ticket_events') }}
    union
    -- Whether an agent is a bot says who answered.
    select ticket_id from {{ ref('base_support__ticket_events') }}
    where actor_id in (select agent_id from {{ changes_of('support.agents') }})

),

-- Another ticket stands for them now: what they were merged into came, went or was merged itself.
otherwise_merged_tickets as (

    select coalesce(merged_now.ticket_id, merged_before.ticket_id) as ticket_id
    from {{ ref('int_tickets_merged') }} as merged_now
    full join {{ before_of(ref('int_tickets_merged')) }} as merged_before
        on merged_now.ticket_id = merged_before.ticket_id
    where merged_now.surviving_ticket_id is distinct from merged_before.surviving_ticket_id

),

-- A survey about a merged ticket takes the team of the one that stands for it.
changed_tickets as (

    select ticket_id from own_changed_tickets
    union
    select ticket_id from otherwise_merged_tickets
    union
    select ticket_id from {{ ref('int_tickets_merged') }}
    where surviving_ticket_id in (select ticket_id from own_changed_tickets)
    -- Its replies count for that one.
    union
    select surviving_ticket_id from {{ ref('int_tickets_merged') }}
    where ticket_id in (select ticket_id from own_changed_tickets)

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
    union
    -- An answer may name a ticket of its own, and be known to be somebody's by its invitation only.
    select invitation_id from responses
    where ticket_id in (select ticket_id from changed_tickets)

),

given as (

    {% for table in [
        'crm.customers', 'crm.contracts', 'crm.activities', 'commerce.orders',
        'commerce.loyalty_transactions', 'engagement.events', 'support.tickets',
        'surveys.invitations', 'surveys.responses',
    ] -%}
    select customer_id from {{ changes_of(table) }}
    union
    {% endfor -%}
    -- Something ran out, or began.
    {% for source_name, table_name, time in [
        ('crm', 'contracts', moment_of_local_time('starts_on')),
        ('crm', 'contracts', moment_of_local_time(date_plus_days('ends_on', 1))),
        ('crm', 'contracts', moment_of_local_time(date_plus_days('cancelled_on', 1))),
        ('crm', 'contracts', moment_of_local_time(date_plus_days('ended_on', 1))),
        (
            'crm', 'customers',
            moment_of_local_time(
                start_of('day', local_time('greatest(updated_at, created_at)'))
            ),
        ),
        ('crm', 'activities', plus_days('due_at', var('task_grace_days'))),
        ('crm', 'activities', plus_days('occurred_at', var('offer_response_days'))),
        ('engagement', 'events', plus_days('occurred_at', var('interest_conversion_days'))),
        ('surveys', 'invitations', plus_days('sent_at', var('survey_response_window_days'))),
    ] -%}
    select customer_id
    from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
    cross join passed
    where
        _status = 'accepted'
        and {{ time }} > passed.since
        and {{ time }} <= passed.until
    union
    {% endfor -%}
    select customer_id from contracts
    where
        contract_id in (select renewed_from_contract_id from {{ changes_of('crm.contracts') }})
        or renewed_from_contract_id in (select contract_id from {{ changes_of('crm.contracts') }})
    union
    select customer_id from orders
    where order_id in (select order_id from {{ changes_of('commerce.order_lines') }})
    union
    select customer_id from tickets
    where ticket_id in (select ticket_id from changed_tickets)
    union
    select customer_id from invitations
    where invitation_id in (select invitation_id from changed_invitations)
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
    cross join relearned
    left join given
        on merged.customer_id = given.customer_id
    where
        given.customer_id is not null
        or merged.surviving_now is distinct from merged.surviving_before
        -- When the newest row was taken back, the time of everybody ran backwards.
        or passed.until < passed.since
        or relearned.is_relearned
        -- Everybody has a month more when one begins, and is judged when it ends.
        or {{ start_of('month', local_time('passed.until')) }} > {{ local_time('passed.since') }}
        or {{ start_of('month', plus_days(local_time('passed.until'), 1)) }}
        > {{ start_of('month', plus_days(local_time('passed.since'), 1)) }}

)

select customer_id from given
where customer_id is not null
union
-- Ids that the CRM does not have: no merge leads to them.
select facts.customer_id
from (
    select customer_id from orders
    union
    select customer_id from tickets
    union
    select customer_id from responses
) as facts
cross join relearned
where
    relearned.is_relearned
    and facts.customer_id is not null
union
select surviving_now as customer_id from touched
where surviving_now is not null
union
select surviving_before as customer_id from touched
where surviving_before is not null
{% endif %}
