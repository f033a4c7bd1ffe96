{#-
    An ISO 8601 text as a UTC timestamp; null if it is not one. A text without an offset is local
    time of `time_zone`. If a clock shows an hour twice, the first one counts. An hour that a clock
    skips gives null. Day-first dates, epochs and a 60th second are ambiguous: null.
-#}
{% macro parsed_timestamp(text, time_zone='UTC') -%}
    {{ return(adapter.dispatch('parsed_timestamp', 'cx_warehouse')(text, time_zone)) }}
{%- endmacro %}

{#- The pattern of a date, with a time or without, with an offset or without. -#}
{% macro timestamp_pattern(has_offset) -%}
    {%- set time = '[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?' -%}
    {%- set offset = ' ?(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)' -%}
    [0-9]{4}-[0-9]{2}-[0-9]{2}{{ time ~ offset if has_offset else '(' ~ time ~ ')?' }}
{%- endmacro %}

{#- The text in a form that both engines read: T before the time, no blank before the offset,
    and Z for UTC. -#}
{% macro joined_offset(text) -%}
    (
                    substring({{ text }}, 1, 10) || 'T'
                    || replace(replace(substring({{ text }}, 12), ' ', ''), 'UTC', 'Z')
                )
{%- endmacro %}

{% macro duckdb__parsed_timestamp(text, time_zone) -%}
    case
            when {{ matches_pattern(text, timestamp_pattern(false)) }}
                then {{ moment_of_local('try_cast(' ~ text ~ ' as timestamp)', time_zone) }}
            when {{ matches_pattern(text, timestamp_pattern(true)) }}
                then try_cast({{ joined_offset(text) }} as timestamptz) at time zone 'UTC'
        end
{%- endmacro %}

{% macro spark__parsed_timestamp(text, time_zone) -%}
    case
            when {{ matches_pattern(text, timestamp_pattern(false)) }}
                then {{ moment_of_local('try_cast(' ~ text ~ ' as timestamp)', time_zone) }}
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

{#-
    The UTC time of a local time. The engines differ where clocks change. So the offset of the day
    before is tried first, and a result counts only if its local time is the given one.
-#}
{% macro moment_of_local(local, time_zone) -%}
    {%- if time_zone == 'UTC' -%}
        {{- return(local) -}}
    {%- endif -%}
    {%- set day = "interval '24' hour" -%}
    {%- set with_offset_before = utc_of_local('(' ~ local ~ ' - ' ~ day ~ ')', time_zone) ~ ' + ' ~ day -%}
    case
                        when {{ local_of_utc(with_offset_before, time_zone) }} = {{ local }}
                            then {{ with_offset_before }}
                        when {{ local_of_utc(utc_of_local(local, time_zone), time_zone) }} = {{ local }}
                            then {{ utc_of_local(local, time_zone) }}
                    end
{%- endmacro %}

{#- Local time to UTC and back, with the functions of the engine. -#}
{% macro utc_of_local(local, time_zone) -%}
    {{- return(adapter.dispatch('utc_of_local', 'cx_warehouse')(local, time_zone)) -}}
{%- endmacro %}

{% macro duckdb__utc_of_local(local, time_zone) -%}
    {{- return("timezone('UTC', timezone('" ~ time_zone ~ "', " ~ local ~ '))') -}}
{%- endmacro %}

{% macro spark__utc_of_local(local, time_zone) -%}
    {{- return('to_utc_timestamp(' ~ local ~ ", '" ~ time_zone ~ "')") -}}
{%- endmacro %}

{% macro local_of_utc(moment, time_zone) -%}
    {{- return(adapter.dispatch('local_of_utc', 'cx_warehouse')(moment, time_zone)) -}}
{%- endmacro %}

{% macro duckdb__local_of_utc(moment, time_zone) -%}
    {{- return("timezone('" ~ time_zone ~ "', timezone('UTC', " ~ moment ~ '))') -}}
{%- endmacro %}

{% macro spark__local_of_utc(moment, time_zone) -%}
    {{- return('from_utc_timestamp(' ~ moment ~ ", '" ~ time_zone ~ "')") -}}
{%- endmacro %}
