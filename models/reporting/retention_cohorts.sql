-- Cohorts by the month of the first purchase or contract, and the customers with purchases or
-- contracts in each month after. An incomplete month is null. Customers known before the orders
-- begin are in no cohort: their first activity is unknown.
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}

),

first_months as (

    select
        customer_months.customer_id,
        {{ start_of('month', 'min(customer_months.first_active_on)') }} as cohort_month

    from customer_months
    left join {{ ref('int_customers_preceding_history') }} as preceding
        on customer_months.customer_id = preceding.customer_id
    where
        customer_months.first_active_on is not null
        and preceding.customer_id is null
    group by customer_months.customer_id

),

cohorts as (

    select
        cohort_month,
        count(*) as customer_count

    from first_months
    group by cohort_month

),

months as (

    select
        month_start,
        max(is_complete_number) = 1 as is_complete

    from (
        select
            month_start,
            case when is_complete then 1 else 0 end as is_complete_number
        from customer_months
    ) as numbered
    group by month_start

),

grid as (

    select
        cohorts.cohort_month,
        months.month_start,
        months.is_complete,
        {{ month_number('months.month_start') }} - {{ month_number('cohorts.cohort_month') }}
            as months_since,
        cohorts.customer_count

    from cohorts
    inner join months
        on cohorts.cohort_month <= months.month_start

),

retained as (

    select
        first_months.cohort_month,
        customer_months.month_start,
        count(
            case
                when customer_months.purchase_count > 0 or customer_months.is_under_contract then 1
            end
        ) as retained_count,
        -- The sum is null if an amount has no exchange rate: without it the sum would be too small.
        case
            when count(*) = count(customer_months.net_revenue)
                then sum(customer_months.net_revenue)
        end as net_revenue

    from customer_months
    inner join first_months
        on customer_months.customer_id = first_months.customer_id
    group by first_months.cohort_month, customer_months.month_start

),

observed as (

    select
        grid.cohort_month,
        grid.month_start,
        cast(grid.months_since as integer) as months_since,
        grid.customer_count,
        case when grid.is_complete then coalesce(retained.retained_count, 0) end as retained_count,
        case
            when not grid.is_complete then null
            when retained.month_start is null then 0
            else retained.net_revenue
        end as net_revenue

    from grid
    left join retained
        on
            grid.cohort_month = retained.cohort_month
            and grid.month_start = retained.month_start

),

estimated as (

    select
        cohort_month,
        month_start,
        months_since,
        cast(customer_count as bigint) as customer_count,
        cast(retained_count as bigint) as retained_count,
        customer_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        {{ ratio('retained_count', 'customer_count') }} as retention_rate,
        {{ wilson_bound('retained_count', 'customer_count', 'low') }} as retention_rate_low,
        {{ wilson_bound('retained_count', 'customer_count', 'high') }} as retention_rate_high,
        cast(net_revenue as double) as net_revenue

    from observed

),

suppressed as (

    select
        cohort_month,
        month_start,
        months_since,
        customer_count,
        retained_count,
        is_suppressed,
        case when not is_suppressed then retention_rate end as retention_rate,
        case when not is_suppressed then retention_rate_low end as retention_rate_low,
        case when not is_suppressed then retention_rate_high end as retention_rate_high,
        net_revenue

    from estimated

)

select * from suppressed
