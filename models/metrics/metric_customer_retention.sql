-- Months begin once the history is long enough to see who lapses.
-- At risk of leaving in a month is whoever was a customer when it began; a month counts when over.
with

customer_months as (

    select months.*
    from {{ ref('fct_customer_months') }} as months
    inner join {{ ref('int_histories_begun') }} as history
        on months.month_start >= history.lapses_known_from_on
    where
        months.is_customer_at_start
        and months.is_complete

),

events as (

    {{ customer_month_events('customer_months', "case when is_customer_at_end then 1 else 0 end") }}

)

select * from events
