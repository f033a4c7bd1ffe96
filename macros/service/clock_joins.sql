{#-
    The joins that find which schedule a ticket runs on at a moment, and the reading of its clock
    then. The caller takes the reading with clock_reading and the same alias.
-#}
{% macro clock_joins(alias, tickets, moment) -%}
left join {{ ref('int_ticket_schedules_held') }} as {{ alias }}_held
        on
            {{ tickets }}.ticket_id = {{ alias }}_held.ticket_id
            and ({{ alias }}_held.held_from is null or {{ moment }} >= {{ alias }}_held.held_from)
            and ({{ alias }}_held.held_until is null or {{ moment }} < {{ alias }}_held.held_until)
    left join {{ ref('int_business_clock') }} as {{ alias }}
        on
            {{ clock_schedule(alias, tickets) }} = {{ alias }}.schedule
            and {{ days_since_epoch(moment) }} = {{ alias }}.utc_day
            and {{ microseconds_of(moment) }} >= {{ alias }}.starts_microsecond
            and {{ microseconds_of(moment) }} < {{ alias }}.ends_microsecond
{%- endmacro %}

{#- The schedule by which a ticket is worked at the moment of the joins; null: around the clock. -#}
{% macro clock_schedule(alias, tickets) -%}
    case
                when {{ alias }}_held.ticket_id is null then {{ tickets }}.schedule
                else {{ alias }}_held.schedule
            end
{%- endmacro %}
