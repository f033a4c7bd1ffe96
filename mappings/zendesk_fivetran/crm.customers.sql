-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
select
    "user".*,
    case
        when lower("user"._fivetran_deleted) = 'true' or lower("user".active) = 'false' then 'true'
        else 'false'
    end as is_gone
from "user"
where lower("user".role) = 'end-user'
