-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
with

owners as (

    select
        "user".id,
        "user".name
    from "user"
    where coalesce(lower("user"._fivetran_active), 'true') = 'true'

),

activities as (

    select
        task.id,
        task.account_id,
        task.owner_id,
        case
            when lower(coalesce(task.task_subtype, task.type)) = 'call' then 'call'
            when lower(task.task_subtype) in ('email', 'listemail') then 'email'
            when lower(task.type) = 'call' then 'call'
            when lower(task.type) = 'email' then 'email'
            when lower(task.type) = 'meeting' then 'visit'
            else 'task'
        end as activity_type,
        task.activity_date as due_at,
        case
            when lower(task.is_closed) = 'true'
                then coalesce(task.completed_date_time, task.created_date)
        end as occurred_at,
        case when lower(task.is_closed) = 'true' then task.completed_date_time end as completed_at,
        case when lower(task.is_closed) = 'true' then 'done' end as outcome,
        coalesce(task.system_modstamp, task.last_modified_date, task._fivetran_synced)
            as changed_at
    from task
    where
        coalesce(lower(task._fivetran_active), 'true') = 'true'
        and coalesce(lower(task.is_deleted), 'false') = 'false'

    union all

    select
        event.id,
        event.account_id,
        event.owner_id,
        case lower(event.type)
            when 'call' then 'call'
            when 'email' then 'email'
            else 'visit'
        end as activity_type,
        coalesce(event.start_date_time, event.activity_date_time) as due_at,
        coalesce(event.start_date_time, event.activity_date_time) as occurred_at,
        event.end_date_time as completed_at,
        null as outcome,
        coalesce(event.system_modstamp, event.last_modified_date, event._fivetran_synced)
            as changed_at
    from event
    where
        coalesce(lower(event._fivetran_active), 'true') = 'true'
        and coalesce(lower(event.is_deleted), 'false') = 'false'

)

select
    activities.*,
    owners.name as owner_name
from activities
left join owners on activities.owner_id = owners.id
where activities.account_id is not null
