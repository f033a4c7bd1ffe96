with

changes as (

    select
        ticket_audits.ticket_id,
        unnest(json_extract(ticket_audits.events, '$[*]')) as change
    from ticket_audits
    where json_valid(ticket_audits.events)

),

offered as (

    select distinct changes.ticket_id
    from changes
    where
        json_extract_string(changes.change, '$.field_name') = 'satisfaction_score'
        and json_extract_string(changes.change, '$.value') = 'offered'

)

select
    satisfaction_ratings.*,
    -- Some ratings are written good_with_comment. What is neither stays, and is quarantined.
    case
        when satisfaction_ratings.score like 'good%' then '1'
        when satisfaction_ratings.score like 'bad%' then '0'
        else satisfaction_ratings.score
    end as answer,
    offered.ticket_id as invitation_id
from satisfaction_ratings
left join offered on satisfaction_ratings.ticket_id = offered.ticket_id
where satisfaction_ratings.score not in ('offered', 'unoffered')
