-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- What a health model learns from: customer-months whose outcome is known, counted by the pattern
-- of their bands and by the quarter from whose first day on the outcome may be used. A part of the
-- customers is enough for that, and the same part for whatever comes later. The first months are
-- left out: who was active before the data begin, and how much, is not known.
{%- set features = var('health_features') %}
with

observed as (

    select
        coalesce(
            (select min(order_date) from {{ ref('int_orders_converted') }}),
            (select min(starts_on) from {{ ref('int_contracts_ended') }})
        ) as first_on,
        days as lapsed_after_days

    from {{ ref('lifecycle_thresholds') }}
    where threshold = 'lapsed_after'

),

months as (

    select
        banded.*,
        -- A hundred days after its first day every quarter has given way to the next.
        {{ start_of(
            'quarter', date_plus_days(start_of('quarter', 'banded.outcome_known_on'), 100)
        ) }} as usable_from,
        substring(md5(banded.customer_id), 1, 6) as customer_bucket

    from {{ ref('int_customer_months_banded') }} as banded
    cross join observed
    cross join {{ ref('int_as_of') }} as as_of
    where
        banded.outcome_known_on <= as_of.as_of_date
        and {{ days_between('observed.first_on', 'banded.month_end') }}
        >= observed.lapsed_after_days

),

buckets as (

    select
        month_start,
        customer_bucket,
        sum(count(*)) over (partition by month_start order by customer_bucket) as customers_so_far

    from months
    group by month_start, customer_bucket

),

chosen as (

    select months.*
    from months
    inner join buckets
        on
            months.month_start = buckets.month_start
            and months.customer_bucket = buckets.customer_bucket
    where buckets.customers_so_far <= {{ var('health_model').customers_per_month }}

),

counted as (

    select
        usable_from,
        concat(
            {%- for feature in features %}
            cast({{ feature }}_band as string){{ ',' if not loop.last }}
            {%- endfor %}
        ) as pattern,
        count(*) as customer_month_count,
        count(case when is_inactive_afterwards then 1 end) as churned_count

    from chosen
    group by
        usable_from,
        {%- for feature in features %}
        {{ feature }}_band{{ ',' if not loop.last }}
        {%- endfor %}

)

select counted.*
from counted
cross join {{ ref('int_as_of') }} as as_of
where counted.usable_from <= as_of.as_of_date
