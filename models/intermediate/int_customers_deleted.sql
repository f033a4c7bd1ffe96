-- When a customer was deleted in the source. A deletion counts of the customer who survived all
-- merges, never of one that was merged away.
with

customers as (

    select * from {{ ref('stg_crm__customers') }}
    where is_deleted

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

deleted as (

    select
        customers.customer_id,
        greatest(customers.updated_at, customers.created_at) as deleted_at

    from customers
    inner join merged
        on
            customers.customer_id = merged.customer_id
            and customers.customer_id = merged.surviving_customer_id

)

select * from deleted
