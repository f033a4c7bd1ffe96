-- What `is_metric` asks of all events at night, asked each day of those of the changed customers, and
-- of those without a customer: the roll-up counts an event twice that stands twice.
with

changed_customers as (

    {{ changed_customers() }}

),

events as (

    select *
    from {{ ref('metric_events') }}
    where
        customer_id is null
        or customer_id in (select changed.customer_id from changed_customers as changed)

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
