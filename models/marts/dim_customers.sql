with

customers as (

    select * from {{ ref('int_customers_known') }}

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

months as (

    select * from {{ ref('int_customer_months_classified') }}

),

merge_counts as (

    select
        surviving_customer_id as customer_id,
        count(*) - 1 as merged_customer_count

    from merged
    group by surviving_customer_id

),

last_months as (

    select
        customer_id,
        max(month_start) as month_start

    from months
    group by customer_id

),

latest as (

    select months.*
    from months
    inner join last_months
        on
            months.customer_id = last_months.customer_id
            and months.month_start = last_months.month_start

),

described as (

    select
        customers.customer_id,
        customers.name as customer_name,
        customers.email,
        customers.phone,
        customers.birth_date,
        customers.customer_type,
        customers.segment,
        customers.industry,
        customers.country,
        customers.region,
        customers.city,
        customers.acquisition_channel,
        customers.campaign,
        customers.created_at,
        customers.is_deleted,
        customers.is_unmatched,
        cast(merge_counts.merged_customer_count as integer) as merged_customer_count,
        latest.lifecycle_stage,
        latest.value_tier,
        latest.first_active_on,
        latest.last_active_on,
        cast(coalesce(latest.purchase_count_to_date, 0) as bigint) as purchase_count,
        cast(
            case when latest.customer_id is null then 0 else latest.net_revenue_to_date end
            as decimal(18, 4)
        ) as net_revenue

    from customers
    inner join merge_counts
        on customers.customer_id = merge_counts.customer_id
    left join latest
        on customers.customer_id = latest.customer_id

)

{{ with_custom_columns('described', 'dim_customers') }}
