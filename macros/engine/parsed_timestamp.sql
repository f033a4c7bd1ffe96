{#-
    An ISO 8601 text as a UTC timestamp; null when it is not one. A text without an offset is local
    time of `time_zone`. Day-first dates, epochs and a 60th second are nobody's guess: null.
-#}
{% macro parsed_timestamp(text, time_zone='UTC') -%}
    {{ return(adapter.dispatch('parsed_timestamp', 'cx_warehouse')(text, time_zone)) }}
{%- endmacro %}

{#- The pattern of a date, with a time or without, with an offset or without. -#}
{% macro timestamp_pattern(has_offset) -%}
    {%- set time = '[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?' -%}
    {%- set offset = ' ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)' -%}
    [0-9]{4}-[0-9]{2}-[0-9]{2}{{ time ~ offset if has_offset else '(' ~ time ~ ')?' }}
{%- endmacro %}

{#- The text with a T before the time and nothing before the offset, as both engines read it. -#}
{% macro joined_offset(text) -%}
    (substring({{ text }}, 1, 10) || 'T' || replace(substring({{ text }}, 12), ' ', ''))
{%- endmacro %}

{% macro duckdb__parsed_timestamp(text, time_zone) -%}
    case
            when {{ matches_pattern(text, timestamp_pattern(false)) }}
                then {{ "try_cast(" ~ text ~ " as timestamp)" if time_zone == 'UTC'
                    else "timezone('" ~ time_zone ~ "', try_cast(" ~ text ~ " as timestamp)) at time zone 'UTC'" }}
            when {{ matches_pattern(text, timestamp_pattern(true)) }}
                then try_cast({{ joined_offset(text) }} as timestamptz) at time zone 'UTC'
        end
{%- endmacro %}

{% macro spark__parsed_timestamp(text, time_zone) -%}
    case
            when {{ matches_pattern(text, timestamp_pattern(false)) }}
                then to_utc_timestamp(try_cast({{ text }} as timestamp), '{{ time_zone }}')
            when {{ matches_pattern(text, timestamp_pattern(true)) }}
                then try_cast({{ spark_offset(joined_offset(text)) }} as timestamp)
        end
{%- endmacro %}

{#- Spark wants seconds before an offset and a colon in it. -#}
{% macro spark_offset(text) -%}
    regexp_replace(
                    regexp_replace({{ text }}, '(T[0-9]{2}:[0-9]{2})([Z+-])', '$1:00$2'),
                    '([+-][0-9]{2})([0-9]{2})$', '$1:$2'
                )
{%- endmacro %}
