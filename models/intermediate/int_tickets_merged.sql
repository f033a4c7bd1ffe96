-- A merged ticket can be merged again. Five steps, each twice as long, follow chains of up to 32
-- merges. A ticket that was merged into an unknown or deleted one is not merged. Of tickets merged
-- in a circle the one opened first survives.
with

tickets as (

    select * from {{ ref('stg_support__tickets') }}
    where not is_deleted

),

merged as (

    select
        ticket_id,
        merged_into_ticket_id,
        row_number() over (
            order by created_at asc, _load_number asc, _row_number asc
        ) as place

    from tickets
    where merged_into_ticket_id <> ticket_id

),

linked_1 as (

    select
        merged.ticket_id,
        coalesce(targets.ticket_id, merged.ticket_id) as points_to,
        merged.place as first_place

    from merged
    left join tickets as targets
        on merged.merged_into_ticket_id = targets.ticket_id

),
{% for depth in [2, 3, 4, 5, 6] %}
linked_{{ depth }} as (

    select
        nearer.ticket_id,
        coalesce(farther.points_to, nearer.points_to) as points_to,
        least(
            nearer.first_place, coalesce(farther.first_place, nearer.first_place)
        ) as first_place

    from linked_{{ depth - 1 }} as nearer
    left join linked_{{ depth - 1 }} as farther
        on nearer.points_to = farther.ticket_id

),
{% endfor %}
followed as (

    select
        linked_6.ticket_id,
        case
            when ends.points_to <> ends.ticket_id then firsts.ticket_id
            else linked_6.points_to
        end as surviving_ticket_id

    from linked_6
    left join linked_1 as ends
        on linked_6.points_to = ends.ticket_id
    left join linked_6 as rounds
        on linked_6.points_to = rounds.ticket_id
    left join merged as firsts
        on rounds.first_place = firsts.place

)

select * from followed
