-- depends_on: {{ ref('int_quality_outcomes_counted') }}
-- depends_on: {{ ref('metric_catalogue') }}
{%- set agent = 'unit' if var('show_agents') else "substring(md5('agent ' || unit), 1, 12)" %}
{{ quality_report('agent', agent ~ ' as agent, team') }}
