-- Zendesk makes an agent who leaves an end-user; old replies stay those of an agent.
with

changes as (

    select unnest(json_extract(ticket_audits.events, '$[*]')) as change
    from ticket_audits
    where json_valid(ticket_audits.events)

),

assigned as (

    select tickets.assignee_id as user_id from tickets
    union
    select json_extract_string(changes.change, '$.value') as user_id from changes
    where json_extract_string(changes.change, '$.field_name') = 'assignee_id'

)

select
    users.*,
    case
        when
            lower(users.role) in ('agent', 'admin')
            and coalesce(lower(users.active), 'true') = 'true'
            and coalesce(lower(users.suspended), 'false') = 'false'
            then 'agent'
        else 'former_agent'
    end as agent_role
from users
left join assigned on users.id = assigned.user_id
where lower(users.role) in ('agent', 'admin') or assigned.user_id is not null
