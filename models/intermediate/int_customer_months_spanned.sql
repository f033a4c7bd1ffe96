-- A row per customer and month, up to the month of today. The first month is the one in which the
-- customer became known, bought or had a contract. The last month of a deleted customer is the
-- month of the deletion.
with

customers as (

    select * from {{ ref('int_customers_known') }}

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

first_orders as (

    select
        customer_id,
        min(order_date) as first_ordered_on

    from {{ ref('int_orders_converted') }}
    where is_revenue and customer_id is not null
    group by customer_id

),

first_contracts as (

    select
        customer_id,
        min(starts_on) as first_started_on

    from {{ ref('int_contracts_ended') }}
    where has_run
    group by customer_id

),

known as (

    select
        merged.surviving_customer_id as customer_id,
        cast({{ local_time('min(customers.created_at)') }} as date) as created_on

    from customers
    inner join merged
        on customers.customer_id = merged.customer_id
    group by merged.surviving_customer_id

),

deleted as (

    select * from {{ ref('int_customers_deleted') }}

),

spanned as (

    select
        known.customer_id,
        {{ start_of('month', local_time('deleted.deleted_at')) }} as deleted_month_start,
        as_of.as_of_date,
        {{ series_of_dates(
            start_of(
                'month',
                'least(known.created_on, first_orders.first_ordered_on, first_contracts.first_started_on)'
            ),
            start_of('month', local_time('least(as_of.as_of, deleted.deleted_at)')),
            'month'
        ) }} as month_start

    from known
    cross join as_of
    left join deleted
        on known.customer_id = deleted.customer_id
    left join first_orders
        on known.customer_id = first_orders.customer_id
    left join first_contracts
        on known.customer_id = first_contracts.customer_id
    {{ where_to_rebuild('known.customer_id') }}

),

bounded as (

    select
        customer_id,
        month_start,
        {{ last_day_of_month('month_start') }} as month_end,
        -- The current month is measured as of today.
        least({{ last_day_of_month('month_start') }}, as_of_date) as looked_at_on,
        {{ last_day_of_month('month_start') }} <= as_of_date as is_complete,
        coalesce(month_start = deleted_month_start, false) as is_deleted

    from spanned

)

select * from bounded
