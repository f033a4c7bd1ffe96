with

engagements as (

    select
        engagement_call.engagement_id,
        'call' as activity_type,
        engagement_call.property_hubspot_owner_id as owner_id,
        null as due_at,
        engagement_call.property_hs_timestamp as occurred_at,
        engagement_call.property_hs_timestamp as completed_at,
        'done' as outcome,
        engagement_call._fivetran_synced as changed_at
    from engagement_call
    where coalesce(lower(engagement_call._fivetran_deleted), 'false') = 'false'

    union all

    select
        engagement_email.engagement_id,
        'email' as activity_type,
        engagement_email.property_hubspot_owner_id as owner_id,
        null as due_at,
        engagement_email.property_hs_timestamp as occurred_at,
        engagement_email.property_hs_timestamp as completed_at,
        'done' as outcome,
        engagement_email._fivetran_synced as changed_at
    from engagement_email
    where
        coalesce(lower(engagement_email._fivetran_deleted), 'false') = 'false'
        and coalesce(engagement_email.property_hs_email_direction, '') <> 'INCOMING_EMAIL'

    union all

    select
        engagement_communication.engagement_id,
        'message' as activity_type,
        engagement_communication.property_hubspot_owner_id as owner_id,
        null as due_at,
        engagement_communication.property_hs_timestamp as occurred_at,
        engagement_communication.property_hs_timestamp as completed_at,
        'done' as outcome,
        engagement_communication._fivetran_synced as changed_at
    from engagement_communication
    where coalesce(lower(engagement_communication._fivetran_deleted), 'false') = 'false'

    union all

    select
        engagement_meeting.engagement_id,
        'visit' as activity_type,
        engagement_meeting.property_hubspot_owner_id as owner_id,
        engagement_meeting.property_hs_timestamp as due_at,
        engagement_meeting.property_hs_timestamp as occurred_at,
        engagement_meeting.property_hs_meeting_end_time as completed_at,
        case engagement_meeting.property_hs_meeting_outcome
            when 'COMPLETED' then 'done'
            when 'NO_SHOW' then 'no_answer'
            when 'CANCELED' then 'declined'
        end as outcome,
        engagement_meeting._fivetran_synced as changed_at
    from engagement_meeting
    where coalesce(lower(engagement_meeting._fivetran_deleted), 'false') = 'false'

    union all

    select
        engagement_task.engagement_id,
        'task' as activity_type,
        engagement_task.property_hubspot_owner_id as owner_id,
        engagement_task.property_hs_timestamp as due_at,
        engagement_task.property_hs_task_completion_date as occurred_at,
        engagement_task.property_hs_task_completion_date as completed_at,
        case when engagement_task.property_hs_task_status = 'COMPLETED' then 'done' end as outcome,
        engagement_task._fivetran_synced as changed_at
    from engagement_task
    where coalesce(lower(engagement_task._fivetran_deleted), 'false') = 'false'

)

-- An engagement with two contacts is an activity of each.
select
    engagements.*,
    engagements.engagement_id || '-' || engagement_contact.contact_id as activity_id,
    engagement_contact.contact_id,
    nullif(concat_ws(' ', owner.first_name, owner.last_name), '') as owner_name
from engagement_contact
inner join engagements on engagement_contact.engagement_id = engagements.engagement_id
left join owner on engagements.owner_id = owner.owner_id
