-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The time by which each ticket must be answered and solved: the first moment at which its clock
-- has run the promised minutes. It is the inverse of a clock reading. The join is an equality join:
-- by schedule and by how many times 8 hours the clock has run. Each ticket stays one row. Only left
-- joins follow, so that an engine keeps the small side of each in memory.
{%- set commitments = ['first_response', 'resolution'] %}
{%- set kind_columns -%}
cast({{ local_time('created_at') }} as date) as created_on,
        coalesce(priority, 'unknown') as priority,
        coalesce(lower(channel), 'unknown') as channel
{%- endset %}
with

tickets as (

    select
        ticket_id,
        schedule,
        created_at,
        {{ kind_columns }}

    from {{ ref('int_tickets_counted') }}

),

-- Not from the step above: DuckDB would keep in memory what two steps read.
described as (

    select {{ kind_columns }}
    from {{ ref('int_tickets_counted') }}

),

kinds as (

    select
        created_on,
        priority,
        channel

    from described
    group by created_on, priority, channel

),

ranked as (

    select
        kinds.created_on,
        kinds.priority,
        kinds.channel,
        commitments.commitment,
        commitments.clock,
        cast(commitments.minutes as bigint) as minutes,
        row_number() over (
            partition by kinds.created_on, kinds.priority, kinds.channel, commitments.commitment
            order by
                case when commitments.priority = 'all' then 1 else 0 end asc,
                case when commitments.channel = 'all' then 1 else 0 end asc,
                commitments.minutes asc,
                commitments.clock asc
        ) as place

    from kinds
    inner join {{ ref('service_commitments') }} as commitments
        on
            commitments.priority in ('all', kinds.priority)
            and lower(commitments.channel) in ('all', kinds.channel)
            and (commitments.valid_from is null or kinds.created_on >= commitments.valid_from)
            and (commitments.valid_to is null or kinds.created_on <= commitments.valid_to)

),

-- What is promised to tickets of a day, priority and channel, as one row.
promises as (

    select
        created_on,
        priority,
        channel,
        {%- for commitment in commitments %}
        max(case when commitment = '{{ commitment }}' then minutes end) * 60000000
            as {{ commitment }}_microseconds,
        max(case when commitment = '{{ commitment }}' then clock end) = 'calendar'
            as {{ commitment }}_is_calendar{{ ',' if not loop.last }}
        {%- endfor %}

    from ranked
    where place = 1
    group by created_on, priority, channel

),

read as (

    select
        tickets.*,
        {{ microseconds_of('tickets.created_at') }} as created_microseconds,
        {{ clock_reading('created', 'tickets', 'tickets.created_at') }} as created_reading

    from tickets
    {{ clock_joins('created', 'tickets', 'tickets.created_at') }}

),

-- A ticket whose schedule changed has a row for each of its schedules.
promised as (

    select
        read.ticket_id,
        held.held_from,
        held.held_until,
        case when held.ticket_id is null then read.schedule else held.schedule end as schedule,
        {%- for commitment in commitments %}
        promises.{{ commitment }}_is_calendar,
        promises.{{ commitment }}_microseconds
        + case
            when promises.{{ commitment }}_is_calendar then read.created_microseconds
            else read.created_reading - coalesce(held.carried_microseconds, 0)
        end as {{ commitment }}_reading{{ ',' if not loop.last }}
        {%- endfor %}

    from read
    left join promises
        on
            read.created_on = promises.created_on
            and read.priority = promises.priority
            and read.channel = promises.channel
    left join {{ ref('int_ticket_schedules_held') }} as held
        on read.ticket_id = held.ticket_id

),

numbers as (

    select 0 as number
    union all
    select 1 as number
    union all
    select 2 as number
    union all
    select 3 as number

),

openings as (

    select
        clock.schedule,
        clock.starts_microsecond - clock.open_microseconds_before as closed_microseconds_before,
        clock.open_microseconds_before,
        clock.open_microseconds_before
        + clock.ends_microsecond - clock.starts_microsecond as open_microseconds_after,
        cast(floor(clock.open_microseconds_before / 28800000000.0) as bigint)
        + numbers.number as open_eighths

    from {{ ref('int_business_clock') }} as clock
    cross join numbers
    where clock.is_open

),

placed as (

    select
        promised.ticket_id,
        promised.held_from,
        promised.held_until,
        {%- for commitment in commitments %}
        promised.{{ commitment }}_is_calendar,
        {{ timestamp_of_microseconds(
            'promised.' ~ commitment ~ '_reading + case when promised.schedule is null or promised.'
            ~ commitment ~ '_is_calendar then 0 else ' ~ commitment
            ~ '_opening.closed_microseconds_before end'
        ) }} as {{ commitment }}_due_at{{ ',' if not loop.last }}
        {%- endfor %}

    from promised
    {%- for commitment in commitments %}
    {%- set opening, reading = commitment ~ '_opening', 'promised.' ~ commitment ~ '_reading' %}
    left join openings as {{ opening }}
        on
            promised.schedule = {{ opening }}.schedule
            and cast(floor(({{ reading }} - 1) / 28800000000.0) as bigint)
            = {{ opening }}.open_eighths
            and {{ reading }} > {{ opening }}.open_microseconds_before
            and {{ reading }} <= {{ opening }}.open_microseconds_after
    {%- endfor %}

),

-- Of a ticket whose schedule changed, the schedule that held at the moment counts.
due as (

    select
        ticket_id,
        {%- for commitment in commitments %}
        min(
            case
                when
                    {{ commitment }}_is_calendar
                    or (
                        (held_from is null or {{ commitment }}_due_at >= held_from)
                        and (held_until is null or {{ commitment }}_due_at <= held_until)
                    )
                    then {{ commitment }}_due_at
            end
        ) as {{ commitment }}_due_at{{ ',' if not loop.last }}
        {%- endfor %}

    from placed
    group by ticket_id

)

select * from due
