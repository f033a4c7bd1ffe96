-- Who is at risk, never by name: the next best action by one slice at a time. A group of fewer
-- customers than any published metric shows is empty.
with

limits as (

    select min(event_count) as minimum_count
    from reporting.metric_values
    where not is_suppressed

),

customers as (

    select * from reporting.churn_watchlist

),

sliced as (

    select
        customers.*,
        slices.dimension,
        case slices.dimension
            when 'all' then 'all'
            when 'value_tier' then coalesce(customers.value_tier, 'unknown')
            when 'health_band' then coalesce(customers.health_band, 'unknown')
            when 'segment' then coalesce(customers.segment, 'unknown')
            when 'region' then coalesce(customers.region, 'unknown')
        end as dimension_value

    from customers
    cross join (
        values ('all'), ('value_tier'), ('health_band'), ('segment'), ('region')
    ) as slices (dimension)

),

grouped as (

    select
        dimension,
        dimension_value,
        case when grouping(next_best_action) = 1 then 'all' else next_best_action end
            as next_best_action,
        case when grouping(next_best_action) = 1 then 'All' else next_best_action_en end
            as next_best_action_en,
        case when grouping(next_best_action) = 1 then '全部' else next_best_action_zh end
            as next_best_action_zh,
        count(*) as customer_count,
        sum(value_at_stake) as value_at_stake,
        count(expected_loss) as predicted_count,
        sum(expected_loss) as expected_loss

    from sliced
    group by grouping sets (
        (dimension, dimension_value, next_best_action, next_best_action_en, next_best_action_zh),
        (dimension, dimension_value)
    )

),

judged as (

    select
        grouped.*,
        -- Without any shown metric there is no minimum: nothing is shown.
        coalesce(grouped.customer_count >= limits.minimum_count, false) as is_shown,
        coalesce(grouped.predicted_count >= limits.minimum_count, false) as is_loss_shown

    from grouped
    cross join limits

)

select
    dimension,
    dimension_value,
    next_best_action,
    next_best_action_en,
    next_best_action_zh,
    not is_shown as is_suppressed,
    case when is_shown then customer_count end as customer_count,
    case when is_shown then round(value_at_stake) end as value_at_stake,
    case when is_loss_shown then round(expected_loss) end as expected_loss
from judged
order by
    dimension asc,
    dimension_value asc,
    case when next_best_action = 'all' then 0 else 1 end asc,
    case when is_shown then value_at_stake end desc nulls last,
    next_best_action asc
