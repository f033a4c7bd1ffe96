-- A join that drops or doubles rows changes every number quietly. Deleted rows and merged tickets
-- are the only ones that may stay behind.
{% set facts = [
    ('fct_orders', 'stg_commerce__orders', 'not is_deleted'),
    ('fct_activities', 'stg_crm__activities', 'not is_deleted'),
    ('fct_engagement_events', 'stg_engagement__events', 'not is_deleted'),
    ('fct_leads', 'stg_crm__leads', 'not is_deleted'),
    ('fct_loyalty_transactions', 'stg_commerce__loyalty_transactions', 'not is_deleted'),
    ('fct_contracts', 'stg_crm__contracts', 'not is_deleted'),
    ('fct_survey_invitations', 'stg_surveys__invitations', 'not is_deleted'),
    ('fct_survey_responses', 'stg_surveys__responses', 'not is_deleted'),
    (
        'fct_tickets',
        'stg_support__tickets',
        'not is_deleted and coalesce(merged_into_ticket_id, ticket_id) = ticket_id'
    ),
] %}
with

counted as (
    {% for fact, staged, condition in facts %}
    {% if not loop.first %}
    union all
    {% endif %}
    select
        '{{ fact }}' as fact,
        count(*) as fact_row_count,
        0 as staged_row_count
    from {{ ref(fact) }}
    union all
    select
        '{{ fact }}' as fact,
        0 as fact_row_count,
        count(*) as staged_row_count
    from {{ ref(staged) }}
    where {{ condition }}
    {% endfor %}
)

select
    fact,
    sum(fact_row_count) as fact_row_count,
    sum(staged_row_count) as staged_row_count
from counted
group by fact
having sum(fact_row_count) <> sum(staged_row_count)
