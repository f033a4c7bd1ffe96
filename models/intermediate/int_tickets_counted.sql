-- The tickets that count, with the surviving customer: not deleted, and not merged into another
-- ticket. A ticket that was merged into an unknown or deleted one counts itself
-- (int_tickets_merged).
with

tickets as (

    select * from {{ ref('stg_support__tickets') }}
    where not is_deleted

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

merged_tickets as (

    select * from {{ ref('int_tickets_merged') }}

),

-- An undefined schedule counts as no schedule; a notice reports it.
schedules as (

    select
        schedule,
        lower(schedule) as schedule_key

    from {{ ref('support_schedules') }}
    group by schedule

),

counted as (

    select
        tickets.ticket_id,
        coalesce(merged_customers.surviving_customer_id, tickets.customer_id) as customer_id,
        tickets.created_at,
        tickets.ticket_status,
        {{ is_solved_state('tickets.ticket_status') }} as is_solved,
        tickets.channel,
        tickets.category,
        tickets.subcategory,
        tickets.priority,
        tickets.is_complaint,
        tickets.agent_id,
        tickets.team,
        tickets.order_id,
        tickets.subject,
        schedules.schedule,
        tickets._load_number,
        tickets._row_number

    from tickets
    left join merged_customers
        on tickets.customer_id = merged_customers.customer_id
    left join merged_tickets
        on tickets.ticket_id = merged_tickets.ticket_id
    left join schedules
        on
            {{ schedule_key('tickets.schedule') }} = schedules.schedule_key
    where coalesce(merged_tickets.surviving_ticket_id, tickets.ticket_id) = tickets.ticket_id

)

select * from counted
{{ where_to_rebuild('customer_id') }}
