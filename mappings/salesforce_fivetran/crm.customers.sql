-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
select
    account.*,
    "user".name as owner_name,
    case
        when lower(account.is_deleted) = 'true' or lower(account._fivetran_deleted) = 'true'
            then 'true'
        else 'false'
    end as is_gone
from account
left join "user"
    on
        account.owner_id = "user".id
        and coalesce(lower("user"._fivetran_active), 'true') = 'true'
where coalesce(lower(account._fivetran_active), 'true') = 'true'
