-- sqlfluff:exclude_rules:ST06,RF02,AM04,LT02
-- The customers that the personas of a day are fitted on. A fixed sample by the hash of their id is
-- enough. The first day is the end of the first quarter in which lapses are known; then a year
-- counts for a fit.
with

months as (

    select * from {{ ref('int_customer_months_banded') }}

),

days as (

    select
        ends.month_end as fitted_on,
        min(ends.month_end) over () as first_fitted_on

    from (select distinct month_end from months) as ends
    cross join {{ ref('int_histories_begun') }} as history
    where
        extract(month from ends.month_end) in (3, 6, 9, 12)
        and {{ date_plus_days('ends.month_end', 1) }} >= history.lapses_known_from_on

),

candidates as (

    select
        days.fitted_on,
        months.*,
        substring(md5(months.customer_id), 1, 6) as customer_bucket

    from months
    inner join days
        on months.month_end = days.fitted_on
    where
        days.fitted_on = days.first_fitted_on
        or extract(month from days.fitted_on) = 12

),

buckets as (

    select
        fitted_on,
        customer_bucket,
        sum(count(*)) over (partition by fitted_on order by customer_bucket) as customers_so_far

    from candidates
    group by fitted_on, customer_bucket

),

drawn as (

    select candidates.*
    from candidates
    inner join buckets
        on
            candidates.fitted_on = buckets.fitted_on
            and candidates.customer_bucket = buckets.customer_bucket
    where buckets.customers_so_far <= 5000

)

select * from drawn
