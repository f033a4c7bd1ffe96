-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
-- In history mode, an account whose newest version is not active is deleted.
with

versions as (

    select
        account.*,
        account.owner_id as owner_key,
        case
            when
                'true' in (lower(account.is_deleted), lower(account._fivetran_deleted))
                or lower(account._fivetran_active) = 'false'
                then 'true'
            else 'false'
        end as is_gone,
        row_number() over (
            partition by account.id
            order by
                coalesce(account._fivetran_start, '') desc,
                coalesce(account._fivetran_active, '') desc
        ) as place
    from account

)

select
    versions.*,
    "user".name as owner_name
from versions
left join "user"
    on
        versions.owner_key = "user".id
        and coalesce(lower("user"._fivetran_active), 'true') = 'true'
where versions.place = 1
