-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The training data of the health model: customer-months with a known outcome, counted by the
-- pattern of their bands. They are grouped by the quarter from which their outcome may be used. A
-- fixed sample of customers is enough, and it stays the same when new data come. Customers without
-- a contract teach nothing in the first months: who was active before the data is unknown. Who has
-- given notice is known to leave.
{%- set features = var('health_features') %}
with

history as (

    select * from {{ ref('int_histories_begun') }}

),

months as (

    select
        banded.*,
        -- 100 days after its first day every quarter has ended.
        {{ start_of(
            'quarter', date_plus_days(start_of('quarter', 'banded.outcome_known_on'), 100)
        ) }} as usable_from,
        substring(md5(banded.customer_id), 1, 6) as customer_bucket

    from {{ ref('int_customer_months_banded') }} as banded
    cross join history
    cross join {{ ref('int_as_of') }} as as_of
    where
        banded.outcome_known_on <= as_of.as_of_date
        and (
            (
                banded.customer_group = 'no_contract'
                and {{ date_plus_days('banded.month_end', 1) }} >= history.lapses_known_from_on
            )
            or (
                banded.customer_group = 'contract'
                and banded.month_start >= history.activity_begins_on
            )
        )

),

buckets as (

    select
        month_start,
        customer_group,
        customer_bucket,
        sum(count(*)) over (
            partition by month_start, customer_group
            order by customer_bucket
        ) as customers_so_far

    from months
    group by month_start, customer_group, customer_bucket

),

chosen as (

    select months.*
    from months
    inner join buckets
        on
            months.month_start = buckets.month_start
            and months.customer_group = buckets.customer_group
            and months.customer_bucket = buckets.customer_bucket
    where buckets.customers_so_far <= {{ var('health_model').customers_per_month }}

),

counted as (

    select
        usable_from,
        customer_group,
        concat(
            {%- for feature in features %}
            cast({{ feature }}_band as string){{ ',' if not loop.last }}
            {%- endfor %}
        ) as pattern,
        count(*) as customer_month_count,
        count(case when is_churned_afterwards then 1 end) as churned_count

    from chosen
    group by
        usable_from,
        customer_group,
        {%- for feature in features %}
        {{ feature }}_band{{ ',' if not loop.last }}
        {%- endfor %}

)

select counted.*
from counted
cross join {{ ref('int_as_of') }} as as_of
where counted.usable_from <= as_of.as_of_date
