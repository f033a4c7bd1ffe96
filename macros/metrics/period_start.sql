{#- The first day of a named period that a date lies in; null for all time. -#}
{% macro period_start(period, date) -%}
    case {{ period }}
            {%- for name in ['year', 'quarter', 'month', 'week'] %}
            when '{{ name }}' then {{ start_of(name, date) }}
            {%- endfor %}
            when 'day' then {{ date }}
        end
{%- endmacro %}
