-- sqlfluff:exclude_rules:ST06,RF02,AM04
with

versions as (

    select
        subscription_history.*,
        coalesce(subscription_history.start_date, subscription_history.created) as began_at,
        subscription_history.trial_end as free_until,
        subscription_history.canceled_at as notice_at,
        coalesce(
            subscription_history.ended_at,
            subscription_history.cancel_at,
            case
                when lower(subscription_history.cancel_at_period_end) = 'true'
                    then subscription_history.current_period_end
            end
        ) as end_at,
        subscription_history.current_period_end as period_end,
        lower(subscription_history.cancel_at_period_end) = 'true' as ends_with_period,
        coalesce(lower(subscription_history.livemode), 'true') = 'true' as is_real,
        lower(subscription_history.status) as state,
        row_number() over (
            partition by subscription_history.id
            order by
                coalesce(lower(subscription_history._fivetran_active), 'true') desc,
                subscription_history._fivetran_start desc,
                subscription_history._fivetran_synced desc
        ) as place
    from subscription_history

),

-- Newer prices and older plans have the same ids, and amounts in the smallest unit.
prices as (

    select
        subscription_item.subscription_id,
        subscription_item.id as item_id,
        subscription_item.current_period_end,
        upper(coalesce(price.currency, plan.currency)) as currency,
        coalesce(product.name, price.nickname, plan.nickname, price.id, plan.id) as plan_name,
        lower(coalesce(price.recurring_interval, plan.interval)) as period,
        coalesce(
            try_cast(price.recurring_interval_count as integer),
            try_cast(plan.interval_count as integer),
            1
        ) as period_count,
        case
            when lower(coalesce(price.recurring_usage_type, plan.usage_type)) = 'metered' then 0
            else
                coalesce(
                    try_cast(price.unit_amount_decimal as decimal(24, 8)),
                    try_cast(price.unit_amount as decimal(24, 8)),
                    try_cast(plan.amount as decimal(24, 8))
                )
                * coalesce(try_cast(subscription_item.quantity as integer), 1)
        end as smallest_units
    from subscription_item
    left join price on coalesce(subscription_item.price_id, subscription_item.plan_id) = price.id
    left join plan on coalesce(subscription_item.plan_id, subscription_item.price_id) = plan.id
    left join product on coalesce(price.product_id, plan.product_id) = product.id
    where coalesce(lower(subscription_item._fivetran_deleted), 'false') = 'false'

),

amounts as (

    select
        prices.*,
        prices.smallest_units / case
            when
                prices.currency in (
                    'BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND',
                    'VUV', 'XAF', 'XOF', 'XPF'
                )
                then 1
            when prices.currency in ('BHD', 'JOD', 'KWD', 'OMR', 'TND') then 1000
            else 100
        end as amount,
        case prices.period
            when 'year' then 12 * prices.period_count
            when 'month' then prices.period_count
        end as months,
        row_number() over (
            partition by prices.subscription_id
            order by prices.smallest_units desc nulls last, prices.item_id asc
        ) as place
    from prices

),

-- Weeks and days, and periods that differ, become months.
billed as (

    select
        amounts.subscription_id,
        min(amounts.currency) as currency,
        max(case when amounts.place = 1 then amounts.plan_name end) as plan_name,
        max(amounts.current_period_end) as item_period_end,
        case
            when count(amounts.months) = count(*) and min(amounts.months) = max(amounts.months)
                then min(amounts.months)
            else 1
        end as billing_months,
        case
            when count(amounts.amount) < count(*) or count(distinct amounts.currency) <> 1 then null
            when count(amounts.months) = count(*) and min(amounts.months) = max(amounts.months)
                then sum(amounts.amount)
            else sum(
                amounts.amount * case amounts.period
                    when 'day' then 365.0 / 12 / amounts.period_count
                    when 'week' then 365.0 / 84 / amounts.period_count
                    else 1.0 / amounts.months
                end
            )
        end as recurring_amount
    from amounts
    group by amounts.subscription_id

),

dated as (

    select
        versions.*,
        billed.currency,
        billed.plan_name,
        cast(billed.billing_months as varchar) as billing_months,
        cast(cast(billed.recurring_amount as decimal(18, 4)) as varchar) as recurring_amount,
        coalesce(versions.period_end, billed.item_period_end) as paid_until,
        coalesce(
            versions.end_at,
            case when versions.ends_with_period then billed.item_period_end end
        ) as last_at
    from versions
    left join billed on versions.id = billed.subscription_id
    where
        versions.place = 1
        and versions.is_real
        and versions.state not in ('incomplete', 'incomplete_expired', 'paused')

)

-- The days of all times are those of UTC. A period ends on the day before the next one begins.
select
    dated.*,
    greatest(left(dated.began_at, 10), left(dated.free_until, 10)) as starts_on,
    left(dated.notice_at, 10) as cancelled_on,
    case
        when left(dated.last_at, 10) = left(dated.paid_until, 10)
            then cast(try_cast(left(dated.last_at, 10) as date) - 1 as varchar)
        else left(dated.last_at, 10)
    end as ended_on
from dated
