-- The predicted probabilities against the outcomes, by deciles of customer-months in order of the
-- probability. Equal probabilities are in the same decile, so deciles may differ in size.
with

scored as (

    select * from {{ ref('fct_customer_health') }}
    where
        churn_probability is not null
        and is_churned is not null

),

grouped as (

    select
        *,
        'all' as judged_group

    from scored
    union all
    select
        *,
        customer_group as judged_group

    from scored

),

judged as (

    select
        judged_group,
        churn_probability,
        count(*) as customer_month_count,
        count(case when is_churned then 1 end) as churned_count

    from grouped
    group by judged_group, churn_probability

),

placed as (

    select
        *,
        cast(floor(
            {{ ratio(
                '10 * ((sum(customer_month_count) over rising) - customer_month_count)',
                'sum(customer_month_count) over (partition by judged_group)'
            ) }}
        ) as integer) + 1 as decile

    from judged
    window rising as (partition by judged_group order by churn_probability)

),

summed as (

    select
        judged_group,
        decile,
        cast(sum(customer_month_count) as bigint) as customer_month_count,
        cast(sum(churned_count) as bigint) as churned_count,
        min(churn_probability) as lowest_probability,
        max(churn_probability) as highest_probability,
        {{ ratio('sum(churn_probability * customer_month_count)', 'sum(customer_month_count)') }}
            as predicted_churn_rate

    from placed
    group by judged_group, decile

),

estimated as (

    select
        judged_group as customer_group,
        decile,
        customer_month_count,
        churned_count,
        cast(lowest_probability as double) as lowest_probability,
        cast(highest_probability as double) as highest_probability,
        predicted_churn_rate,
        {{ ratio('churned_count', 'customer_month_count') }} as churn_rate,
        {{ wilson_bound('churned_count', 'customer_month_count', 'low') }} as churn_rate_low,
        {{ wilson_bound('churned_count', 'customer_month_count', 'high') }} as churn_rate_high

    from summed

)

select * from estimated
