-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
with

versions as (

    select
        "case".id,
        coalesce("case".account_id, "case".contact_id) as customer_id,
        "case".created_date,
        "case".closed_date,
        coalesce("case".system_modstamp, "case".last_modified_date, "case"._fivetran_synced)
            as changed_at,
        row_number() over (
            partition by "case".id
            order by
                coalesce("case"._fivetran_start, '') desc,
                coalesce("case"._fivetran_active, '') desc
        ) as place
    from "case"

),

cases as (

    select * from versions
    where place = 1

),

people as (

    select
        "user".id,
        case
            when lower("user".user_type) in ('automatedprocess', 'cloudintegrationuser')
                then 'system'
            when coalesce(lower("user".user_type), 'standard') = 'standard' then 'agent'
            else 'customer'
        end as actor_type
    from "user"
    where coalesce(lower("user"._fivetran_active), 'true') = 'true'

),

events as (

    select
        'created-' || cases.id as event_id,
        cases.id as case_id,
        cases.created_date as occurred_at,
        cases.changed_at,
        'created' as event_type,
        'customer' as actor_type,
        cases.customer_id as actor_id,
        null as from_value,
        null as to_value
    from cases

    union all

    -- Without a history of its status, only the last closing of a case is known.
    select
        'closed-' || cases.id as event_id,
        cases.id as case_id,
        cases.closed_date as occurred_at,
        cases.changed_at,
        'status_changed' as event_type,
        'system' as actor_type,
        null as actor_id,
        null as from_value,
        'closed' as to_value
    from cases
    where
        cases.closed_date is not null
        and cases.id not in (
            select case_history.case_id
            from case_history
            where case_history.field = 'Status' and case_history.case_id is not null
        )

    union all

    -- The mail that opened a case is the case itself: it came within a minute of it.
    select
        'email-' || email_message.id as event_id,
        email_message.parent_id as case_id,
        email_message.message_date as occurred_at,
        coalesce(email_message.last_modified_date, email_message.message_date) as changed_at,
        'public_reply' as event_type,
        case lower(email_message.incoming)
            when 'true' then 'customer'
            when 'false' then 'agent'
        end as actor_type,
        case lower(email_message.incoming)
            when 'true' then cases.customer_id
            else email_message.created_by_id
        end as actor_id,
        null as from_value,
        null as to_value
    from email_message
    left join cases on email_message.parent_id = cases.id
    where
        email_message.parent_id like '500%'
        and coalesce(lower(email_message._fivetran_active), 'true') = 'true'
        and coalesce(lower(email_message.is_deleted), 'false') = 'false'
        and lower(coalesce(email_message.status, '')) not in ('5', 'draft')
        and not (
            lower(email_message.incoming) = 'true'
            and coalesce(
                try_cast(left(email_message.message_date, 19) as timestamp)
                <= try_cast(left(cases.created_date, 19) as timestamp) + interval '60' second,
                false
            )
        )

    union all

    select
        'comment-' || case_comment.id as event_id,
        case_comment.parent_id as case_id,
        case_comment.created_date as occurred_at,
        coalesce(case_comment.last_modified_date, case_comment.created_date) as changed_at,
        case lower(case_comment.is_published)
            when 'true' then 'public_reply'
            when 'false' then 'internal_note'
        end as event_type,
        people.actor_type,
        case_comment.created_by_id as actor_id,
        null as from_value,
        null as to_value
    from case_comment
    left join people on case_comment.created_by_id = people.id
    where
        coalesce(lower(case_comment._fivetran_active), 'true') = 'true'
        and coalesce(lower(case_comment.is_deleted), 'false') = 'false'

    union all

    -- A change of owner has two rows, one with the ids and one with the names.
    select
        'change-' || case_history.id as event_id,
        case_history.case_id,
        case_history.created_date as occurred_at,
        case_history.created_date as changed_at,
        case case_history.field
            when 'Status' then 'status_changed'
            when 'Owner' then 'assigned'
            else 'escalated'
        end as event_type,
        coalesce(people.actor_type, 'system') as actor_type,
        case_history.created_by_id as actor_id,
        -- From a queue to its first agent is no hand-off.
        case
            when case_history.field <> 'Owner' or case_history.old_value like '005%'
                then case_history.old_value
        end as from_value,
        case
            when case_history.field <> 'Owner' or case_history.new_value like '005%'
                then case_history.new_value
        end as to_value
    from case_history
    left join people on case_history.created_by_id = people.id
    where
        coalesce(lower(case_history.is_deleted), 'false') = 'false'
        and (
            case_history.field = 'Status'
            or (case_history.field = 'IsEscalated' and lower(case_history.new_value) = 'true')
            or (
                case_history.field = 'Owner'
                and regexp_matches(case_history.new_value, '^(005|00G)[A-Za-z0-9]{12,15}$')
            )
        )

)

select * from events
