-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- Tickets whose schedule changed, with the time for which each schedule held. Their clock continues
-- where the schedule changes. Two rules are common, so both differences are kept: the surplus of
-- the earlier schedules at the change, and at the opening of the ticket.
with

ticket_events as (

    select * from {{ ref('stg_support__ticket_events') }}
    where
        not is_deleted
        and event_type = 'schedule_changed'

),

tickets as (

    select * from {{ ref('stg_support__tickets') }}

),

schedules as (

    select
        schedule,
        lower(schedule) as schedule_key

    from {{ ref('support_schedules') }}
    group by schedule

),

switches as (

    select
        ticket_events.ticket_id,
        tickets.created_at,
        greatest(ticket_events.occurred_at, tickets.created_at) as switched_at,
        ticket_events.from_value,
        ticket_events.to_value,
        row_number() over (
            partition by ticket_events.ticket_id
            order by
                greatest(ticket_events.occurred_at, tickets.created_at) asc,
                ticket_events._load_number asc,
                ticket_events._row_number asc
        ) as place

    from ticket_events
    inner join tickets
        on ticket_events.ticket_id = tickets.ticket_id

),

given as (

    select
        ticket_id,
        created_at,
        0 as place,
        cast(null as timestamp) as held_from,
        from_value as given_schedule

    from switches
    where place = 1
    union all
    select
        ticket_id,
        created_at,
        place,
        switched_at as held_from,
        to_value as given_schedule

    from switches

),

held as (

    select
        given.ticket_id,
        given.created_at,
        given.place,
        given.held_from,
        lead(given.held_from) over (
            partition by given.ticket_id
            order by given.place asc
        ) as held_until,
        schedules.schedule,
        lag(schedules.schedule) over (
            partition by given.ticket_id
            order by given.place asc
        ) as schedule_before

    from given
    left join schedules
        on
            {{ schedule_key('given.given_schedule') }} = schedules.schedule_key

),

read as (

    select
        held.ticket_id,
        held.place,
        held.held_from,
        held.held_until,
        held.schedule,
        {%- for moment in ['held_from', 'created_at'] %}
        {%- for side in ['before', 'now'] %}
        case
            when held.{{ {'before': 'schedule_before', 'now': 'schedule'}[side] }} is null
                then {{ microseconds_of('held.' ~ moment) }}
            when {{ moment[:4] }}_{{ side }}.is_open
                then
                    {{ moment[:4] }}_{{ side }}.open_microseconds_before
                    + {{ microseconds_of('held.' ~ moment) }}
                    - {{ moment[:4] }}_{{ side }}.starts_microsecond
            else {{ moment[:4] }}_{{ side }}.open_microseconds_before
        end as {{ moment[:4] }}_{{ side }}_reading
        {{- ',' if not (loop.last and moment == 'created_at') }}
        {%- endfor %}
        {%- endfor %}

    from held
    {%- for moment in ['held_from', 'created_at'] %}
    {%- for side in ['before', 'now'] %}
    left join {{ ref('int_business_clock') }} as {{ moment[:4] }}_{{ side }}
        on
            held.{{ {'before': 'schedule_before', 'now': 'schedule'}[side] }}
            = {{ moment[:4] }}_{{ side }}.schedule
            and {{ moment[:4] }}_{{ side }}.utc_day
            = {{ days_since_epoch('held.' ~ moment) }}
            and {{ moment[:4] }}_{{ side }}.starts_microsecond
            <= {{ microseconds_of('held.' ~ moment) }}
            and {{ moment[:4] }}_{{ side }}.ends_microsecond
            > {{ microseconds_of('held.' ~ moment) }}
    {%- endfor %}
    {%- endfor %}

),

carried as (

    select
        ticket_id,
        schedule,
        held_from,
        held_until,
        {%- for name, moment in [
            ('carried_microseconds', 'held_from'), ('carried_at_event_microseconds', 'created_at')
        ] %}
        cast(
            sum(
                case
                    when place = 0 then 0
                    else {{ moment[:4] }}_before_reading - {{ moment[:4] }}_now_reading
                end
            ) over (
                partition by ticket_id
                order by place asc
                rows between unbounded preceding and current row
            ) as bigint
        ) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}

    from read

)

select * from carried
