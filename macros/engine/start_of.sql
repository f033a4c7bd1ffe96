{#- The first day of the day, week (Monday), month, quarter or year of a time, as a date. -#}
{% macro start_of(period, time) -%}
    cast(date_trunc('{{ period }}', {{ time }}) as date)
{%- endmacro %}
