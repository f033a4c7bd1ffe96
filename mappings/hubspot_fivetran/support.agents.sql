with

holding as (

    select ticket.property_hubspot_owner_id as owner_id from ticket
    union
    select ticket_property_history.value as owner_id from ticket_property_history
    where ticket_property_history.name = 'hubspot_owner_id'

)

select
    owner.*,
    nullif(concat_ws(' ', owner.first_name, owner.last_name), '') as full_name,
    case
        when lower(owner.is_active) = 'false' or lower(owner._fivetran_deleted) = 'true'
            then 'former_agent'
        else 'agent'
    end as agent_role
from owner
inner join holding on owner.owner_id = holding.owner_id
