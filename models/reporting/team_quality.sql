-- depends_on: {{ ref('int_quality_outcomes_counted') }}
-- depends_on: {{ ref('metric_catalogue') }}
{{ quality_report('team', 'unit as team') }}
