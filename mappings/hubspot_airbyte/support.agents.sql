with

holding as (

    select distinct json_extract_string(tickets.properties, '$.hubspot_owner_id') as owner_id
    from tickets
    where json_valid(tickets.properties)

)

select
    owners.*,
    nullif(concat_ws(' ', owners.firstname, owners.lastname), '') as full_name,
    case when json_valid(owners.teams) then json_extract_string(owners.teams, '$[0].name') end
        as team_name
from owners
inner join holding on owners.id = holding.owner_id
