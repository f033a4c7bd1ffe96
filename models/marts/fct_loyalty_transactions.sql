with

transactions as (

    select * from {{ ref('stg_commerce__loyalty_transactions') }}
    where not is_deleted

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

),

-- Some programmes write what was taken off as a size, others with a minus. A redemption given back
-- is above 0 in the second kind, so the kind is told by what most of them are.
signs as (

    select sum(case when points > 0 then 1 when points < 0 then -1 end) > 0 as is_size
    from transactions
    where transaction_type in ('redeem', 'expire')

),

signed as (

    select
        transactions.loyalty_transaction_id,
        merged_customers.surviving_customer_id as customer_id,
        transactions.occurred_at,
        transactions.transaction_type,
        coalesce(transactions.programme, 'unknown') as programme,
        transactions.tier as programme_tier,
        cast(
            case
                when transactions.transaction_type in ('redeem', 'expire') and signs.is_size
                    then 0 - coalesce(transactions.points, 0)
                else coalesce(transactions.points, 0)
            end as decimal(18, 4)
        ) as points_change,
        transactions.order_id

    from transactions
    cross join signs
    inner join merged_customers
        on transactions.customer_id = merged_customers.customer_id

),

described as (

    select
        signed.loyalty_transaction_id,
        signed.customer_id,
        signed.occurred_at,
        signed.transaction_type,
        signed.programme,
        signed.programme_tier,
        signed.points_change,
        signed.order_id,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from signed
    {{ as_of_event('signed', 'occurred_at') }}

)

select * from described
