-- What is expected of the customers of a segment, never of one. A group of fewer customers than any
-- published metric shows is empty.
with

limits as (

    select min(event_count) as minimum_count
    from reporting.metric_values
    where not is_suppressed

),

customers as (

    select * replace (coalesce(segment, 'unknown') as segment)
    from reporting.customer_lifetime_value

),

grouped as (

    select
        case when grouping(segment) = 1 then 'all' else segment end as segment,
        count(*) as customer_count,
        max(as_of_date) as as_of_date,
        avg(probability_alive) as probability_alive,
        avg(expected_purchases_12_months) as expected_purchases_12_months,
        count(expected_value_12_months) as valued_count,
        avg(expected_value_3_months) as mean_value_3_months,
        avg(expected_value_12_months) as mean_value_12_months,
        avg(expected_value_36_months) as mean_value_36_months,
        sum(expected_value_12_months) as value_12_months

    from customers
    group by grouping sets ((segment), ())
    having count(*) > 0

),

judged as (

    select
        grouped.*,
        -- Without any shown metric there is no minimum: nothing is shown.
        coalesce(grouped.customer_count >= limits.minimum_count, false) as is_shown,
        coalesce(grouped.valued_count >= limits.minimum_count, false) as is_value_shown,
        max(case when grouped.segment = 'all' then grouped.value_12_months end) over ()
            as value_of_all

    from grouped
    cross join limits

)

select
    segment,
    as_of_date,
    not is_shown as is_suppressed,
    case when is_shown then customer_count end as customer_count,
    case when is_shown then round(probability_alive, 4) end as probability_alive,
    case when is_shown then round(expected_purchases_12_months, 2) end
        as expected_purchases_12_months,
    case when is_value_shown then round(mean_value_3_months, 2) end as mean_value_3_months,
    case when is_value_shown then round(mean_value_12_months, 2) end as mean_value_12_months,
    case when is_value_shown then round(mean_value_36_months, 2) end as mean_value_36_months,
    case when is_value_shown then round(value_12_months) end as value_12_months,
    case when is_value_shown then round(value_12_months / nullif(value_of_all, 0), 4) end
        as value_share
from judged
order by
    case when segment = 'all' then 0 else 1 end asc,
    mean_value_12_months desc nulls last,
    segment asc
