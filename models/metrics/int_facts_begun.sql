-- sqlfluff:exclude_rules:LT02
-- The first day of each fact that metrics read. A metric without events waits only while no row of
-- its fact is old enough for its outcome to be known.
{% for fact, time in {
    'fct_activities': 'activity_at',
    'fct_contract_months': 'month_start',
    'fct_contracts': 'starts_on',
    'fct_customer_months': 'month_start',
    'fct_engagement_events': 'occurred_at',
    'fct_leads': 'created_at',
    'fct_order_lines': 'ordered_at',
    'fct_orders': 'ordered_at',
    'fct_survey_invitations': 'sent_at',
    'fct_survey_responses': 'responded_at',
    'fct_tickets': 'created_at',
}.items() %}
{%- set first = 'min(' ~ time ~ ')' %}
{{ 'union all' if not loop.first }}
select
    '{{ fact }}' as fact,
    {{ 'cast(' ~ local_time(first) ~ ' as date)' if time.endswith('_at') else first }} as begins_on
from {{ ref(fact) }}
{%- endfor %}
