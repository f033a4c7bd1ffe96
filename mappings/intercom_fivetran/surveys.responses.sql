with

contacts as (

    select
        conversation_contact_history.conversation_id,
        min(conversation_contact_history.contact_id) as contact_id
    from conversation_contact_history
    where coalesce(lower(conversation_contact_history._fivetran_active), 'true') = 'true'
    group by conversation_contact_history.conversation_id

),

rated as (

    select
        conversation_history.id,
        conversation_history.updated_at,
        conversation_history._fivetran_synced,
        conversation_history.conversation_rating_value,
        conversation_history.conversation_rating_remark,
        case
            when lower(conversation_history.source_author_type) in ('user', 'lead', 'contact')
                then conversation_history.source_author_id
        end as author_id,
        -- Without a time of its own, a rating is as old as the first version that has it.
        coalesce(
            conversation_history.conversation_rating_created_at,
            min(conversation_history.updated_at) over (
                partition by
                    conversation_history.id, conversation_history.conversation_rating_value
            )
        ) as rated_at,
        row_number() over (
            partition by conversation_history.id
            order by
                conversation_history.updated_at desc,
                conversation_history._fivetran_synced desc
        ) as place
    from conversation_history
    where conversation_history.conversation_rating_value is not null

)

select
    rated.*,
    coalesce(rated.author_id, contacts.contact_id) as customer_id
from rated
left join contacts on rated.id = contacts.conversation_id
where rated.place = 1
