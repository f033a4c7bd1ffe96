-- A bot writes only as a bot. A person in whose name a bot wrote, too, stays a person.
with

bots as (

    select conversation_part_history.author_id
    from conversation_part_history
    where lower(conversation_part_history.author_type) in ('bot', 'admin')
    group by conversation_part_history.author_id
    having min(lower(conversation_part_history.author_type)) = 'bot'

)

select
    admin.*,
    case
        when bots.author_id is not null then 'bot'
        when lower(admin._fivetran_deleted) = 'true' then 'former_agent'
        else 'agent'
    end as agent_role
from admin
left join bots on admin.id = bots.author_id
