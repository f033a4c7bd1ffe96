-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
-- Zendesk makes an agent who leaves an end-user; old replies stay those of an agent.
with

assigned as (

    select ticket.assignee_id as user_id from ticket
    union
    select ticket_field_history.value as user_id from ticket_field_history
    where ticket_field_history.field_name = 'assignee_id'

)

select
    "user".*,
    case
        when
            lower("user".role) in ('agent', 'admin')
            and coalesce(lower("user".active), 'true') = 'true'
            and coalesce(lower("user".suspended), 'false') = 'false'
            and coalesce(lower("user"._fivetran_deleted), 'false') = 'false'
            then 'agent'
        else 'former_agent'
    end as agent_role
from "user"
left join assigned on "user".id = assigned.user_id
where lower("user".role) in ('agent', 'admin') or assigned.user_id is not null
