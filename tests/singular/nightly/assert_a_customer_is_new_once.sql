-- Every cohort starts with the month in which a customer is new. A customer who is never new, or
-- new twice, is missing from the cohorts or counted double. A customer deleted in that month is no
-- case.
select
    customer_id,
    count(case when lifecycle_stage = 'new' then 1 end) as new_month_count
from {{ ref('fct_customer_months') }}
where first_active_on is not null
group by customer_id
having
    count(case when lifecycle_stage = 'new' then 1 end) > 1
    or (
        count(case when lifecycle_stage = 'new' then 1 end) = 0
        and count(case when lifecycle_stage <> 'lapsed' then 1 end) > 0
    )
