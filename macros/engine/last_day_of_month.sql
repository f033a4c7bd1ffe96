{#- The last day of the month of a date; both engines call it so. -#}
{% macro last_day_of_month(date) -%}
    last_day({{ date }})
{%- endmacro %}
