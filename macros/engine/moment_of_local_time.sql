{#-
    The UTC time of a local day or time in the zone of the variable reporting_time_zone. A day
    stands for its first moment. A local time that the clock change skips is read as one hour later.
-#}
{% macro moment_of_local_time(local) -%}
    {{- return(moment_of_wall_clock(local, var('reporting_time_zone'))) -}}
{%- endmacro %}

{#- The same in a zone given by name. -#}
{% macro moment_of_wall_clock(local, time_zone) -%}
    {%- set time = 'cast(' ~ local ~ ' as timestamp)' -%}
    {%- if time_zone == 'UTC' -%}
        {{- return(time) -}}
    {%- endif -%}
    {%- set later = '(' ~ time ~ " + interval '1' hour)" -%}
    {{- return(
        'coalesce(' ~ moment_of_local(time, time_zone)
        ~ ', ' ~ moment_of_local(later, time_zone) ~ ')'
    ) -}}
{%- endmacro %}
