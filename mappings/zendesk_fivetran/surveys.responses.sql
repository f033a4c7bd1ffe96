with

history as (

    select
        ticket_field_history.ticket_id,
        ticket_field_history.field_name,
        ticket_field_history.updated,
        ticket_field_history.value,
        row_number() over (
            partition by ticket_field_history.ticket_id, ticket_field_history.field_name
            order by ticket_field_history.updated desc, ticket_field_history.value desc
        ) as place
    from ticket_field_history
    where
        ticket_field_history.field_name = 'satisfaction_comment'
        or (
            ticket_field_history.field_name = 'satisfaction_score'
            and ticket_field_history.value not in ('offered', 'unoffered')
        )

),

offered as (

    select distinct ticket_field_history.ticket_id
    from ticket_field_history
    where
        ticket_field_history.field_name = 'satisfaction_score'
        and ticket_field_history.value = 'offered'

)

select
    ratings.ticket_id,
    ratings.updated as rated_at,
    -- Some ratings are written good_with_comment. What is neither stays, and is quarantined.
    case
        when ratings.value like 'good%' then '1'
        when ratings.value like 'bad%' then '0'
        else ratings.value
    end as score,
    comments.value as comment,
    offered.ticket_id as invitation_id,
    ticket.requester_id
from history as ratings
left join history as comments
    on
        ratings.ticket_id = comments.ticket_id
        and comments.field_name = 'satisfaction_comment'
        and comments.place = 1
left join offered on ratings.ticket_id = offered.ticket_id
left join ticket on ratings.ticket_id = ticket.id
where ratings.field_name = 'satisfaction_score' and ratings.place = 1
