{#- A text YYYY-MM-DD as a date, null if it is not one. A midnight after it, also with UTC, is
    ignored. -#}
{% macro parsed_date(text) -%}
    case
            when {{ matches_pattern(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00(:00([.]0+)?)?( ?UTC)?)?') }}
                then try_cast(substring({{ text }}, 1, 10) as date)
        end
{%- endmacro %}
