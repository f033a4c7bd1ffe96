-- At risk of leaving in a month is whoever was a customer when it began; a month counts when over.
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}
    where
        is_customer_at_start
        and is_complete

),

events as (

    {{ customer_month_events('customer_months', "case when is_customer_at_end then 0 else 1 end") }}

)

select * from events
