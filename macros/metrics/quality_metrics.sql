{#- Metrics by which agents and teams are compared: each event is a ticket, or an answer about one. -#}
{% macro quality_metrics() -%}
    {{- return([
        'first_response_on_time_rate', 'resolution_on_time_rate', 'first_contact_resolution',
        'reopen_rate', 'escalation_rate', 'csat',
    ]) -}}
{%- endmacro %}
