-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
-- The id of a user begins with 005, that of a queue with 00G. In history mode, a case whose newest
-- version is not active is deleted.
with

versions as (

    select
        "case".*,
        case
            when
                'true' in (lower("case".is_deleted), lower("case"._fivetran_deleted))
                or lower("case"._fivetran_active) = 'false'
                then 'true'
            else 'false'
        end as is_gone,
        case when lower("case".is_closed) = 'true' then 'closed' else "case".status end
            as case_status,
        case when "case".owner_id like '005%' then "case".owner_id end as agent_id,
        row_number() over (
            partition by "case".id
            order by
                coalesce("case"._fivetran_start, '') desc,
                coalesce("case"._fivetran_active, '') desc
        ) as place
    from "case"

)

select
    versions.*,
    coalesce("group".name, "user".department) as team
from versions
left join "group"
    on
        versions.owner_id = "group".id
        and coalesce(lower("group"._fivetran_active), 'true') = 'true'
left join "user"
    on
        versions.owner_id = "user".id
        and coalesce(lower("user"._fivetran_active), 'true') = 'true'
where versions.place = 1
