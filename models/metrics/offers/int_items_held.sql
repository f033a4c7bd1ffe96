-- sqlfluff:exclude_rules:LT02
-- What each customer had bought, today and where the back-test begins. The counts learn from a
-- fixed sample of customers, and the back-test judges a part of it.
{%- set settings = var('recommendations') %}
with

bases as (

    select
        'today' as basis,
        as_of_date as learned_until

    from {{ ref('int_as_of') }}

    union all

    -- The last complete month ends the back-test, so that its figures move once a month.
    select
        'back_test' as basis,
        {{ date_plus_days(
            start_of('month', date_plus_days('as_of_date', 1)), -1 - settings.backtest_days
        ) }} as learned_until

    from {{ ref('int_as_of') }}

),

purchases as (

    select * from {{ ref('int_item_purchases') }}

),

customers as (

    select
        customer_id,
        substring(md5(customer_id), 1, 6) as customer_bucket

    from purchases
    group by customer_id

),

buckets as (

    select
        customer_bucket,
        sum(count(*)) over (
            order by customer_bucket rows between unbounded preceding and current row
        ) as customers_so_far

    from customers
    group by customer_bucket

),

sampled as (

    select
        customers.customer_id,
        buckets.customers_so_far <= {{ settings.learned_customers }} as is_learned,
        buckets.customers_so_far <= {{ settings.judged_customers }} as is_judged

    from customers
    inner join buckets
        on customers.customer_bucket = buckets.customer_bucket

),

held as (

    select
        bases.basis,
        bases.learned_until,
        purchases.customer_id,
        sampled.is_learned,
        sampled.is_judged,
        purchases.item_kind,
        purchases.item,
        min(case when purchases.is_bought = 1 then purchases.order_date end) as first_bought_on,
        max(case when purchases.is_bought = 1 then purchases.order_date end) as last_bought_on,
        sum(purchases.is_bought) as purchase_days,
        max(
            case
                when
                    {%- for column in ['taken_back_on', 'complained_on', 'returned_on'] %}
                    {{ 'or ' if not loop.first }}(
                        purchases.{{ column }} <= bases.learned_until
                        and purchases.{{ column }}
                        > {{ date_plus_days('bases.learned_until', -settings.window_days) }}
                        {%- if loop.last %}
                        -- The state of an order has no time, so the back-test must not read it.
                        and bases.basis = 'today'
                        {%- endif %}
                    )
                    {%- endfor %}
                    then 1
                else 0
            end
        ) as is_left_out

    from purchases
    inner join sampled
        on purchases.customer_id = sampled.customer_id
    inner join bases
        on
            purchases.order_date <= bases.learned_until
            and (bases.basis = 'today' or sampled.is_learned)
    group by
        bases.basis,
        bases.learned_until,
        purchases.customer_id,
        sampled.is_learned,
        sampled.is_judged,
        purchases.item_kind,
        purchases.item

)

select * from held
