-- How recurring revenue moved, by month, whole quarter and whole year: the opening amount, what
-- exchange rates did inside a longer period, and the movements come to the closing amount.
with

months as (

    select * from reporting.revenue_bridge

),

grains (period, month_count) as (

    values ('month', 1), ('quarter', 3), ('year', 12)

),

placed as (

    select
        grains.period,
        grains.month_count,
        cast(date_trunc(grains.period, months.month_start) as date) as period_start,
        months.*

    from months
    cross join grains

),

bounded as (

    select
        *,
        row_number() over (partition by period, period_start order by month_start) as month_number

    from placed

)

select
    period,
    period_start,
    round(sum(case when month_number = 1 then opening_amount end), 2) as opening_amount,
    round(sum(case when month_number > 1 then revaluation_amount else 0 end), 2)
        as revaluation_amount,
    round(sum(new_amount), 2) as new_amount,
    round(sum(reactivation_amount), 2) as reactivation_amount,
    round(sum(expansion_amount), 2) as expansion_amount,
    round(sum(contraction_amount), 2) as contraction_amount,
    round(sum(churn_amount), 2) as churn_amount,
    round(sum(case when month_number = month_count then closing_amount end), 2) as closing_amount,
    sum(case when month_number = 1 then opening_customer_count end) as opening_customer_count,
    sum(new_customer_count) as new_customer_count,
    sum(churned_customer_count) as churned_customer_count,
    sum(case when month_number = month_count then closing_customer_count end)
        as closing_customer_count,
    sum(unpriced_customer_count) as unpriced_customer_count
from bounded
group by period, month_count, period_start
having count(*) = month_count
order by period, period_start
