{#-
    Microseconds that the clock of a ticket has run by a moment: open time only, or all time if it
    has no schedule. A duration is the reading at its end minus that at its start.

    carried: the surplus of earlier schedules of the ticket, so that the reading continues where the
    schedule changes. The column says by which rule (int_ticket_schedules_held).
-#}
{% macro clock_reading(alias, tickets, moment, carried='carried_microseconds') -%}
    (
            coalesce({{ alias }}_held.{{ carried }}, 0)
            + case
                when {{ clock_schedule(alias, tickets) }} is null then {{ microseconds_of(moment) }}
                when {{ alias }}.is_open
                    then
                        {{ alias }}.open_microseconds_before
                        + {{ microseconds_of(moment) }} - {{ alias }}.starts_microsecond
                else {{ alias }}.open_microseconds_before
            end
        )
{%- endmacro %}
