{#- The last day of the month of a date. Both engines have this function. -#}
{% macro last_day_of_month(date) -%}
    last_day({{ date }})
{%- endmacro %}
