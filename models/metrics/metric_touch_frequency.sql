-- A month of a customer is the exposure, and what we did in it the events, from the first month
-- with contacts on. Whoever was no customer when the month began is left out on both sides.
with

customer_months as (

    select * from {{ ref('fct_customer_months') }}
    where
        is_customer_at_start
        and is_complete

),

contacts as (

    select
        customer_id,
        {{ start_of('month', 'occurred_at') }} as month_start,
        count(*) as contact_count

    from {{ ref('fct_activities') }}
    where is_contact
    group by customer_id, {{ start_of('month', 'occurred_at') }}

),

recorded as (

    select min(month_start) as recorded_from
    from contacts

),

events as (

    select
        customer_months.customer_month_id as event_id,
        customer_months.customer_id,
        cast(customer_months.month_start as timestamp) as occurred_at,
        customer_months.segment,
        customer_months.region,
        customer_months.previous_value_tier as value_tier,
        customer_months.previous_lifecycle_stage as lifecycle_stage,
        coalesce(contacts.contact_count, 0) as numerator

    from customer_months
    inner join recorded
        on customer_months.month_start >= recorded.recorded_from
    left join contacts
        on
            customer_months.customer_id = contacts.customer_id
            and customer_months.month_start = contacts.month_start

),

dimensioned as (

    select
        event_id,
        customer_id,
        occurred_at,
        {{ metric_dimensions(['segment', 'region', 'value_tier', 'lifecycle_stage']) }},
        numerator,
        1 as denominator,
        1 as weight

    from events

)

select * from dimensioned
