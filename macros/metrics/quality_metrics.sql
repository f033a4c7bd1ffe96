{#- The metrics that compare agents and teams. Each event is a ticket, or an answer about a
    ticket. -#}
{% macro quality_metrics() -%}
    {{- return([
        'first_response_on_time_rate', 'resolution_on_time_rate', 'first_contact_resolution',
        'reopen_rate', 'escalation_rate', 'csat',
    ]) -}}
{%- endmacro %}
