with

-- Newer tables have an assigned person and an assigned team, older ones one of both.
versions as (

    select
        conversation_history.*,
        case
            when lower(conversation_history.source_author_type) in ('user', 'lead', 'contact')
                then conversation_history.source_author_id
        end as author_id,
        coalesce(
            conversation_history.admin_assignee_id,
            case
                when lower(conversation_history.assignee_type) = 'admin'
                    then conversation_history.assignee_id
            end
        ) as agent_id,
        coalesce(
            conversation_history.team_assignee_id,
            case
                when lower(conversation_history.assignee_type) = 'team'
                    then conversation_history.assignee_id
            end
        ) as team_id,
        row_number() over (
            partition by conversation_history.id
            order by
                conversation_history.updated_at desc,
                conversation_history._fivetran_synced desc
        ) as place
    from conversation_history

),

contacts as (

    select
        conversation_contact_history.conversation_id,
        min(conversation_contact_history.contact_id) as contact_id
    from conversation_contact_history
    where coalesce(lower(conversation_contact_history._fivetran_active), 'true') = 'true'
    group by conversation_contact_history.conversation_id

)

select
    versions.*,
    coalesce(versions.author_id, contacts.contact_id) as customer_id,
    team.name as team_name
from versions
left join contacts on versions.id = contacts.conversation_id
left join team on versions.team_id = team.id
where versions.place = 1
