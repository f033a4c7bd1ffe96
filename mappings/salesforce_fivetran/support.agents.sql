-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
with

working as (

    select "case".owner_id as user_id from "case"
    union
    select case_comment.created_by_id as user_id from case_comment
    union
    select email_message.created_by_id as user_id from email_message
    where
        lower(email_message.incoming) = 'false'
        and email_message.parent_id like '500%'

)

select
    "user".*,
    case
        when
            coalesce(lower("user".is_active), 'true') = 'true'
            and coalesce(lower("user"._fivetran_deleted), 'false') = 'false'
            then 'agent'
        else 'former_agent'
    end as agent_role
from "user"
inner join working on "user".id = working.user_id
where
    coalesce(lower("user"._fivetran_active), 'true') = 'true'
    and coalesce(lower("user".user_type), 'standard') = 'standard'
