-- The time at which the source deleted a customer. Only the deletion of the surviving customer of
-- all merges counts, not that of a merged one.
with

customers as (

    select * from {{ ref('int_customers_known') }}
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
