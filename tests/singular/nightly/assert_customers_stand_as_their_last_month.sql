-- Dashboards show the customer, reports the months: both must have the same stage and tier.
with

months as (

    select
        *,
        row_number() over (partition by customer_id order by month_start desc) as months_back

    from {{ ref('fct_customer_months') }}

)

select
    customers.customer_id,
    customers.lifecycle_stage,
    months.lifecycle_stage as lifecycle_stage_of_month,
    customers.value_tier,
    months.value_tier as value_tier_of_month
from {{ ref('dim_customers') }} as customers
left join months
    on
        customers.customer_id = months.customer_id
        and months.months_back = 1
where
    coalesce(customers.lifecycle_stage, '') <> coalesce(months.lifecycle_stage, '')
    or coalesce(customers.value_tier, '') <> coalesce(months.value_tier, '')
    or (customers.lifecycle_stage = 'prospect') <> (customers.first_active_on is null)
