{#- The last day of a named period that begins on a day; null for all time. -#}
{% macro last_day_of_period(period, period_start) -%}
    case {{ period }}
            {%- for name, days in {'year': 366, 'quarter': 92, 'month': 31, 'week': 7}.items() %}
            when '{{ name }}'
                then {{ date_plus_days(start_of(name, date_plus_days(period_start, days)), -1) }}
            {%- endfor %}
            when 'day' then {{ period_start }}
        end
{%- endmacro %}
