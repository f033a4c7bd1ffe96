with

transactions as (

    select * from {{ ref('stg_commerce__loyalty_transactions') }}
    where not is_deleted

),

merged_customers as (

    select * from {{ ref('int_customers_merged') }}

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
                when
                    transactions.transaction_type in ('redeem', 'expire')
                    and sources.has_unsigned_points
                    then 0 - coalesce(transactions.points, 0)
                else coalesce(transactions.points, 0)
            end as decimal(18, 4)
        ) as points_change,
        transactions.order_id

    from transactions
    cross join {{ ref('int_sources_observed') }} as sources
    inner join merged_customers
        on transactions.customer_id = merged_customers.customer_id
    {{ where_to_rebuild('merged_customers.surviving_customer_id') }}

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

{{ with_custom_columns('described', 'fct_loyalty_transactions') }}
