-- At hand to be won back in a month is whoever was lapsed when it began; a month counts when over.
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}
    where
        previous_lifecycle_stage = 'lapsed'
        and is_complete

),

events as (

    {{ customer_month_events(
        'customer_months', "case when lifecycle_stage = 'reactivated' then 1 else 0 end"
    ) }}

)

select * from events
