{#-
    The wall-clock time of a UTC moment in the zone of the variable reporting_time_zone, so that its
    day, week and month are those of the company. In UTC it is the moment itself.
-#}
{% macro local_time(moment) -%}
    {%- if var('reporting_time_zone') == 'UTC' -%}
        {{- return(moment) -}}
    {%- endif -%}
    {{- return(local_of_utc(moment, var('reporting_time_zone'))) -}}
{%- endmacro %}
