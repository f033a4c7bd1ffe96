-- The tickets that count, of the surviving customer: not deleted, and not merged into another.
with

tickets as (

    select * from {{ ref('stg_support__tickets') }}
    where not is_deleted

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

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
        tickets.subject

    from tickets
    left join merged_customers
        on tickets.customer_id = merged_customers.customer_id
    where
        tickets.merged_into_ticket_id is null
        or tickets.merged_into_ticket_id = tickets.ticket_id

)

select * from counted
{{ where_touched('customer_id') }}
