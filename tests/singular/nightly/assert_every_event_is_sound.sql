-- The roll-up expects one shape of every metric, and counts a repeated event twice.
{#- Runs after the reports: before them it would block those of all other metrics. -#}
{%- do ref('metric_coverage') %}
{{ unsound_events() }}
