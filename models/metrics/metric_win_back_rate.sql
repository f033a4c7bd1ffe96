-- Months begin once the history is long enough to see who lapses.
-- At hand to be won back in a month is whoever was lapsed when it began; a month counts when over.
with

customer_months as (

    select months.*
    from {{ ref('fct_customer_months') }} as months
    inner join {{ ref('int_histories_begun') }} as history
        on months.month_start >= history.lapses_known_from_on
    where
        months.previous_lifecycle_stage = 'lapsed'
        and months.is_complete

),

events as (

    {{ customer_month_events(
        'customer_months', "case when lifecycle_stage = 'reactivated' then 1 else 0 end"
    ) }}

)

select * from events
