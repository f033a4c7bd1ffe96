{#- Whether a moment is within the last satisfaction_days days. The alias of int_as_of is as_of. -#}
{% macro is_in_newest_days(moment) -%}
    cast({{ local_time(moment) }} as date)
        > {{ date_plus_days('as_of.as_of_date', '-' ~ var('satisfaction_days')) }}
{%- endmacro %}
