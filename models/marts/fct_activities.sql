with

activities as (

    select * from {{ ref('stg_crm__activities') }}
    where not is_deleted

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

joined as (

    select
        activities.activity_id,
        merged_customers.surviving_customer_id as customer_id,
        activities.activity_type,
        activities.channel,
        activities.owner,
        activities.campaign,
        activities.offered_product_id,
        activities.offered_product_category,
        activities.due_at,
        activities.occurred_at,
        -- If the source gives an outcome without a time, the outcome has the time of the activity.
        coalesce(
            activities.completed_at,
            case when activities.outcome is not null then activities.occurred_at end
        ) as completed_at,
        activities.outcome,
        coalesce(activities.occurred_at, activities.due_at, activities.completed_at) as activity_at,
        {{ plus_days('activities.occurred_at', var('offer_response_days')) }} as response_until,
        as_of.as_of

    from activities
    cross join {{ ref('int_as_of') }} as as_of
    inner join merged_customers
        on activities.customer_id = merged_customers.customer_id
    {{ where_to_rebuild('merged_customers.surviving_customer_id') }}

),

described as (

    select
        joined.activity_id,
        joined.customer_id,
        joined.activity_type,
        joined.activity_at,
        joined.channel,
        joined.owner,
        joined.campaign,
        joined.offered_product_id,
        joined.offered_product_category,
        joined.due_at,
        joined.occurred_at,
        joined.completed_at,
        joined.outcome,
        joined.activity_type <> 'task' and joined.occurred_at is not null as is_contact,
        case
            when joined.due_at is not null
                then coalesce(
                    joined.completed_at < {{ plus_days('joined.due_at', var('task_grace_days')) }},
                    false
                )
        end as is_completed_in_time,
        {{ plus_days('joined.due_at', var('task_grace_days')) }} <= joined.as_of
            as is_completion_window_closed,
        case
            when
                joined.activity_type in ('offer', 'recommendation')
                and joined.occurred_at is not null
                then coalesce(
                    joined.outcome = 'accepted'
                    and joined.completed_at < joined.response_until,
                    false
                )
        end as is_accepted_in_time,
        case when joined.activity_type in ('offer', 'recommendation') then joined.response_until end
        <= joined.as_of as is_response_window_closed,
        case
            when
                joined.activity_type in ('call', 'visit', 'care')
                and joined.occurred_at is not null
                then joined.outcome <> 'no_answer'
        end as is_reached,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from joined
    {{ as_of_event('joined', 'activity_at') }}

)

{{ with_custom_columns('described', 'fct_activities') }}
