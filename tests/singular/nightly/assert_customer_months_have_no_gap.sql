-- Value tiers and stages count earlier months by rows, and retention divides by them. A missing or
-- doubled month changes them all.
with

today as (

    select * from {{ ref('int_as_of') }}

),

spans as (

    select
        customers.customer_id,
        customers.is_deleted,
        customers.created_at,
        min(months.month_start) as first_month_start,
        max(months.month_start) as last_month_start,
        count(months.month_start) as month_count

    from {{ ref('dim_customers') }} as customers
    left join {{ ref('fct_customer_months') }} as months
        on customers.customer_id = months.customer_id
    group by customers.customer_id, customers.is_deleted, customers.created_at

)

select spans.*
from spans
cross join today
where
    (spans.month_count = 0 and spans.created_at <= today.as_of)
    or spans.month_count
    <> 1
    + {{ month_number('spans.last_month_start') }}
    - {{ month_number('spans.first_month_start') }}
    or (
        not spans.is_deleted
        and spans.last_month_start <> {{ start_of('month', 'today.as_of_date') }}
    )
