-- The first month is the first one with enough history to see who has lapsed. At risk in a month is
-- every customer at its start. A month counts when it is over.
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

    {{ customer_month_events('customer_months', "case when is_customer_at_end then 0 else 1 end") }}

)

select * from events
