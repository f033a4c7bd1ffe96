-- The roll-up reads every metric by one shape, and counts an event twice that stands twice.
{#- After the reports: before them it would hold back those of all other metrics. -#}
{%- do ref('metric_coverage') %}
{{ unsound_events() }}
