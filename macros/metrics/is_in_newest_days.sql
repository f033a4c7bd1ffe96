{#- Whether a moment lies in the last days that satisfaction is judged by; int_as_of is named as_of. -#}
{% macro is_in_newest_days(moment) -%}
    cast({{ local_time(moment) }} as date)
        > {{ date_plus_days('as_of.as_of_date', '-' ~ var('satisfaction_days')) }}
{%- endmacro %}
