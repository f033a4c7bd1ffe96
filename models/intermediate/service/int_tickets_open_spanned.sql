-- The spans in which each ticket was open, from its log: from its opening to its solving, and from
-- each reopening to the next solving. A ticket without a known time of solving or reopening has no
-- spans.
with

tickets as (

    select
        ticket_id,
        created_at,
        is_solved

    from {{ ref('int_tickets_counted') }}

),

states as (

    select * from {{ ref('int_ticket_states_changed') }}

),

-- Openings (or reopenings) and solvings alternate.
turns as (

    select
        ticket_id,
        created_at as turned_at,
        1 as opens,
        0 as entry_number

    from tickets
    union all
    select
        states.ticket_id,
        states.occurred_at as turned_at,
        case when states.is_solved then 0 else 1 end as opens,
        states.entry_number

    from states
    where states.is_solved <> states.was_solved_in_log

),

followed as (

    select
        ticket_id,
        opens,
        turned_at as starts_at,
        lead(turned_at) over (partition by ticket_id order by entry_number asc) as ends_at,
        sum(2 * opens - 1) over (partition by ticket_id) as open_at_last

    from turns

),

spanned as (

    select
        tickets.ticket_id,
        tickets.created_at,
        followed.starts_at,
        followed.ends_at

    from tickets
    inner join followed
        on tickets.ticket_id = followed.ticket_id
    where
        followed.opens = 1
        and followed.open_at_last = case when tickets.is_solved then 0 else 1 end

)

select * from spanned
