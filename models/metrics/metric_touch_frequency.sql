-- The contacts of a customer per month. The exposure is a customer-month; the metric begins with
-- the first month that has contacts. Left out on both sides are people who were no customers at the
-- start of the month.
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
        {{ start_of('month', local_time('occurred_at')) }} as month_start,
        count(*) as contact_count

    from {{ ref('fct_activities') }}
    where is_contact
    group by customer_id, {{ start_of('month', local_time('occurred_at')) }}

),

recorded as (

    select min(month_start) as recorded_from
    from contacts

),

contacted as (

    select
        customer_months.*,
        coalesce(contacts.contact_count, 0) as contact_count

    from customer_months
    inner join recorded
        on customer_months.month_start >= recorded.recorded_from
    left join contacts
        on
            customer_months.customer_id = contacts.customer_id
            and customer_months.month_start = contacts.month_start

),

events as (

    {{ customer_month_events('contacted', 'contact_count', without={
        'channel': 'A month without contacts, which counts too, has no channel.',
    }) }}

)

select * from events
