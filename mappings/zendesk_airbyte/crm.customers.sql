select
    users.*,
    case
        when lower(users.active) = 'false' or lower(users.permanently_deleted) = 'true' then 'true'
        else 'false'
    end as is_gone
from users
where lower(users.role) = 'end-user'
