-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,RF06
with

-- merged_ticket_ids of a ticket lists those that were merged into it, such as [17,18].
merged as (

    select
        listed.merged_id,
        min(listed.ticket_id) as ticket_id
    from (
        select
            ticket.id as ticket_id,
            unnest(regexp_extract_all(ticket.merged_ticket_ids, '[0-9]+')) as merged_id
        from ticket
    ) as listed
    group by listed.merged_id

)

select
    ticket.*,
    case when lower("user".role) in ('agent', 'admin') then null else ticket.requester_id end
        as customer_id,
    "group".name as group_name,
    merged.ticket_id as merged_into_ticket_id,
    case
        when lower(ticket._fivetran_deleted) = 'true' then 'true'
        when lower(ticket.status) = 'deleted' then 'true'
        else 'false'
    end as is_gone
from ticket
left join "user" on ticket.requester_id = "user".id
left join "group" on ticket.group_id = "group".id
left join merged on ticket.id = merged.merged_id
