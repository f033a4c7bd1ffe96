-- sqlfluff:exclude_rules:LT02
-- The first day of each fact that metrics read. A metric without events waits only while no row of
-- its fact is old enough for its outcome to be known.
{% for fact, first_day in {
    'fct_activities': 'cast(' ~ local_time('min(activity_at)') ~ ' as date)',
    'fct_contract_months': 'min(month_start)',
    'fct_contracts': 'min(starts_on)',
    'fct_customer_months': 'min(month_start)',
    'fct_engagement_events': 'cast(' ~ local_time('min(occurred_at)') ~ ' as date)',
    'fct_leads': 'cast(' ~ local_time('min(created_at)') ~ ' as date)',
    'fct_order_lines': 'cast(' ~ local_time('min(ordered_at)') ~ ' as date)',
    'fct_orders': 'cast(' ~ local_time('min(ordered_at)') ~ ' as date)',
    'fct_survey_invitations': 'cast(' ~ local_time('min(sent_at)') ~ ' as date)',
    'fct_survey_responses': 'cast(' ~ local_time('min(responded_at)') ~ ' as date)',
    'fct_tickets': 'cast(' ~ local_time('min(created_at)') ~ ' as date)',
}.items() %}
{{ 'union all' if not loop.first }}
select
    '{{ fact }}' as fact,
    {{ first_day }} as begins_on
from {{ ref(fact) }}
{%- endfor %}
