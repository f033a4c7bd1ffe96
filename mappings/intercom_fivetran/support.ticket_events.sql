with

conversations as (

    select
        conversation_history.id,
        conversation_history.created_at,
        conversation_history.updated_at,
        conversation_history.source_author_type,
        conversation_history.source_author_id,
        row_number() over (
            partition by conversation_history.id
            order by
                conversation_history.updated_at desc,
                conversation_history._fivetran_synced desc
        ) as place
    from conversation_history

),

versions as (

    select
        conversation_part_history.id,
        conversation_part_history.conversation_id,
        conversation_part_history.created_at,
        conversation_part_history.updated_at,
        lower(conversation_part_history.part_type) as part_type,
        conversation_part_history.author_type,
        conversation_part_history.author_id,
        conversation_part_history.assigned_to_id,
        coalesce(conversation_part_history.body, '') <> '' as has_text,
        row_number() over (
            partition by conversation_part_history.id
            order by
                conversation_part_history.updated_at desc,
                conversation_part_history._fivetran_synced desc
        ) as place
    from conversation_part_history

),

parts as (

    select * from versions
    where place = 1

),

events as (

    select
        'created-' || conversations.id as event_id,
        conversations.id as conversation_id,
        conversations.created_at as occurred_at,
        conversations.updated_at as changed_at,
        'created' as event_type,
        conversations.source_author_type as author_type,
        conversations.source_author_id as author_id,
        null as from_value,
        null as to_value
    from conversations
    where conversations.place = 1

    union all

    select
        'part-' || parts.id as event_id,
        parts.conversation_id,
        parts.created_at as occurred_at,
        parts.updated_at as changed_at,
        case when parts.part_type like 'note%' then 'internal_note' else 'public_reply' end
            as event_type,
        parts.author_type,
        parts.author_id,
        null as from_value,
        null as to_value
    from parts
    where
        parts.part_type in ('comment', 'quick_reply', 'note', 'note_and_reopen')
        or (
            parts.has_text
            and parts.part_type in ('close', 'open', 'assignment', 'assign_and_reopen')
        )

    union all

    select
        'status-' || parts.id as event_id,
        parts.conversation_id,
        parts.created_at as occurred_at,
        parts.updated_at as changed_at,
        'status_changed' as event_type,
        coalesce(parts.author_type, 'system') as author_type,
        parts.author_id,
        null as from_value,
        case parts.part_type
            when 'close' then 'closed'
            when 'snoozed' then 'pending'
            else 'open'
        end as to_value
    from parts
    where
        parts.part_type in (
            'close', 'open', 'snoozed', 'unsnoozed', 'timer_unsnooze', 'assign_and_reopen',
            'note_and_reopen'
        )

    union all

    select
        'assigned-' || parts.id as event_id,
        parts.conversation_id,
        parts.created_at as occurred_at,
        parts.updated_at as changed_at,
        'assigned' as event_type,
        coalesce(parts.author_type, 'system') as author_type,
        parts.author_id,
        lag(parts.assigned_to_id) over (
            partition by parts.conversation_id
            order by parts.created_at, length(parts.id), parts.id
        ) as from_value,
        parts.assigned_to_id as to_value
    from parts
    where
        parts.part_type in (
            'assignment', 'assign_and_reopen', 'away_mode_assignment', 'default_assignment'
        )

)

select * from events
