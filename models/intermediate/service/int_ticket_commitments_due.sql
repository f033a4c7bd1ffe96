-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The time by which each ticket must be answered and solved: the first moment at which its clock
-- has run the promised minutes. It is the inverse of a clock reading. The join is an equality join:
-- by schedule and by how many times 8 hours the clock has run.
with

tickets as (

    select
        ticket_id,
        schedule,
        created_at,
        cast({{ local_time('created_at') }} as date) as created_on,
        coalesce(priority, 'unknown') as priority,
        coalesce(lower(channel), 'unknown') as channel

    from {{ ref('int_tickets_counted') }}

),

kinds as (

    select
        created_on,
        priority,
        channel

    from tickets
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

read as (

    select
        tickets.*,
        {{ clock_reading('created', 'tickets', 'tickets.created_at') }} as created_reading

    from tickets
    {{ clock_joins('created', 'tickets', 'tickets.created_at') }}

),

promised as (

    select
        read.ticket_id,
        ranked.commitment,
        held.held_from,
        held.held_until,
        case
            when ranked.clock = 'calendar' then null
            when held.ticket_id is null then read.schedule
            else held.schedule
        end as schedule,
        case
            when ranked.clock = 'calendar'
                then {{ microseconds_of('read.created_at') }} + ranked.minutes * 60000000
            else
                read.created_reading + ranked.minutes * 60000000
                - coalesce(held.carried_microseconds, 0)
        end as due_reading

    from read
    inner join ranked
        on
            read.created_on = ranked.created_on
            and read.priority = ranked.priority
            and read.channel = ranked.channel
            and ranked.place = 1
    left join {{ ref('int_ticket_schedules_held') }} as held
        on
            read.ticket_id = held.ticket_id
            and ranked.clock = 'business'

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
        clock.starts_microsecond,
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
        promised.commitment,
        promised.held_from,
        promised.held_until,
        {{ timestamp_of_microseconds(
            'case when promised.schedule is null then promised.due_reading'
            ~ ' else openings.starts_microsecond + promised.due_reading'
            ~ ' - openings.open_microseconds_before end'
        ) }} as due_at

    from promised
    left join openings
        on
            promised.schedule = openings.schedule
            and cast(floor((promised.due_reading - 1) / 28800000000.0) as bigint)
            = openings.open_eighths
            and promised.due_reading > openings.open_microseconds_before
            and promised.due_reading <= openings.open_microseconds_after

),

-- If the schedule of a ticket changed, the schedule at that moment counts.
kept as (

    select
        ticket_id,
        commitment,
        case
            when
                (held_from is null or due_at >= held_from)
                and (held_until is null or due_at <= held_until)
                then due_at
        end as due_at

    from placed

),

due as (

    select
        ticket_id,
        min(case when commitment = 'first_response' then due_at end) as first_response_due_at,
        min(case when commitment = 'resolution' then due_at end) as resolution_due_at

    from kept
    group by ticket_id

)

select * from due
