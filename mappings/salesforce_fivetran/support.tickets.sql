-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
-- The id of a user begins with 005, that of a queue with 00G.
select
    "case".*,
    case when lower("case".is_closed) = 'true' then 'closed' else "case".status end as case_status,
    case when "case".owner_id like '005%' then "case".owner_id end as agent_id,
    coalesce("group".name, "user".department) as team,
    case
        when lower("case".is_deleted) = 'true' or lower("case"._fivetran_deleted) = 'true'
            then 'true'
        else 'false'
    end as is_gone
from "case"
left join "group"
    on
        "case".owner_id = "group".id
        and coalesce(lower("group"._fivetran_active), 'true') = 'true'
left join "user"
    on
        "case".owner_id = "user".id
        and coalesce(lower("user"._fivetran_active), 'true') = 'true'
where coalesce(lower("case"._fivetran_active), 'true') = 'true'
