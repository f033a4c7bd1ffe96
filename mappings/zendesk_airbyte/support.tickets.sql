-- Of a person who has several versions, any that is an agent makes one.
with

requesters as (

    select
        users.id,
        max(case when lower(users.role) in ('agent', 'admin') then 1 else 0 end) as is_agent
    from users
    group by users.id

),

teams as (

    select
        groups.id,
        max_by(groups.name, groups.updated_at) as name
    from groups
    group by groups.id

)

select
    tickets.*,
    case when json_valid(tickets.via) then json_extract_string(tickets.via, '$.channel') end
        as channel,
    case when requesters.is_agent = 1 then null else tickets.requester_id end as customer_id,
    teams.name as group_name,
    case when lower(tickets.status) = 'deleted' then 'true' else 'false' end as is_gone
from tickets
left join requesters on tickets.requester_id = requesters.id
left join teams on tickets.group_id = teams.id
