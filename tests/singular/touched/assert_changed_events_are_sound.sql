-- What `is_metric` asks of all events at night, asked by day of those of the customers whom the
-- build touched, and of those without a customer: the roll-up counts twice what stands twice.
-- depends_on: {{ ref('int_customers_touched') }}
with

events as (

    select *
    from {{ ref('metric_events') }}
    {%- if not is_full_build() %}
    where {{ is_touched('customer_id', ref('int_customers_touched')) }}
    {%- endif %}

)

select
    metric,
    event_id,
    count(*) as row_count
from events
group by metric, event_id
having
    event_id is null
    or count(*) > 1
    or count(event_date) < count(*)
    or count(numerator) < count(*)
    or count(case when denominator >= 0 then 1 end) < count(*)
    or count(case when weight > 0 then 1 end) < count(*)
