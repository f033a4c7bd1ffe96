{#- Seconds from midnight to a clock time such as 9:00 or 24:00. -#}
{% macro seconds_of_day(clock_time) -%}
    (
        cast(split_part({{ clock_time }}, ':', 1) as bigint) * 3600
        + cast(split_part({{ clock_time }}, ':', 2) as bigint) * 60
    )
{%- endmacro %}
