-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The duration of each ticket by the clock of its schedule, and its time in each status.
{%- set carried = 'carried_at_event_microseconds' if var('schedule_rule') == 'at_event'
    else 'carried_microseconds' %}
with

tickets as (

    select
        counted.ticket_id,
        counted.schedule,
        counted.is_solved,
        counted.created_at,
        followed.first_agent_reply_at,
        case when counted.is_solved then followed.last_solved_at else as_of.as_of end as ended_at

    from {{ ref('int_tickets_counted') }} as counted
    left join {{ ref('int_tickets_followed') }} as followed
        on counted.ticket_id = followed.ticket_id
    cross join {{ ref('int_as_of') }} as as_of

),

read as (

    select
        tickets.ticket_id,
        tickets.is_solved,
        tickets.schedule,
        {{ microseconds_of('tickets.created_at') }} as created_microseconds,
        {{ microseconds_of('tickets.ended_at') }} as ended_microseconds,
        {{ clock_reading('created', 'tickets', 'tickets.created_at') }} as created_reading,
        {{ clock_reading('replied', 'tickets', 'tickets.first_agent_reply_at', carried) }}
            as replied_reading,
        {{ clock_reading('ended', 'tickets', 'tickets.ended_at', carried) }} as ended_reading,
        {{ clock_reading('ended', 'tickets', 'tickets.ended_at') }} as worked_reading

    from tickets
    {{ clock_joins('created', 'tickets', 'tickets.created_at') }}
    {{ clock_joins('replied', 'tickets', 'tickets.first_agent_reply_at') }}
    {{ clock_joins('ended', 'tickets', 'tickets.ended_at') }}

),

waited as (

    select
        read.*,
        {%- for wait in ['customer_wait', 'agent_wait', 'on_hold'] %}
        {%- for clock, created, ended in [
            ('', 'created_microseconds', 'ended_microseconds'),
            ('business_', 'created_reading', 'worked_reading'),
        ] %}
        waits.{{ clock }}{{ wait }}_microseconds
        {%- if wait == 'customer_wait' %}
        - read.{{ created }}
        {%- endif %}
        + case
            when not waits.is_in_{{ wait }} then 0
            when not read.is_solved then read.{{ ended }}
        end as {{ clock }}{{ wait }}_microseconds{{ ',' if not (loop.last and wait == 'on_hold') }}
        {%- endfor %}
        {%- endfor %}

    from read
    left join {{ ref('int_ticket_waits_summed') }} as waits
        on read.ticket_id = waits.ticket_id

),

timed as (

    select
        ticket_id,
        cast(replied_reading - created_reading as double) / 60000000.0
            as business_first_response_minutes,
        case when is_solved then cast(ended_reading - created_reading as double) / 60000000.0 end
            as business_resolution_minutes,
        case
            when not is_solved then cast(ended_reading - created_reading as double) / 60000000.0
        end as business_age_minutes
        {%- for wait in ['customer_wait', 'agent_wait', 'on_hold'] %}
        {%- for clock in ['', 'business_'] %},
        cast({{ clock }}{{ wait }}_microseconds as double) / 60000000.0
            as {{ clock }}{{ wait }}_minutes
        {%- endfor %}
        {%- endfor %}

    from waited

)

select * from timed
