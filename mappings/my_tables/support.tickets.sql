select
    cases.*,
    people.team
from cases
left join people on cases.assignee_id = people.id
