{#-
    SQL for the days until the outcome of an event is known. `known_after` in the YAML of the metric
    is a number, a variable, or the lifecycle threshold lapsed_after.
-#}
{% macro days_until_known(metric) -%}
    {%- set given = metric_meta(metric).get('known_after', 0) -%}
    {%- if given is number -%}
        {{- return(given | string) -}}
    {%- elif given == 'lapsed_after' -%}
        {{- return('thresholds.lapsed_after_days') -}}
    {%- endif -%}
    {{- return(var(given) | string) -}}
{%- endmacro %}
