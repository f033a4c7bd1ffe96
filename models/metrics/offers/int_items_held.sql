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

-- Each basis and kind is grouped alone, so that a million customers need less memory.
grouped as (
    {% for basis in ['today', 'back_test'] %}
    {% for kind in ['product_category', 'product'] %}
    {{ 'union all' if not (loop.first and basis == 'today') }}
    select
        '{{ basis }}' as basis,
        purchases.customer_id,
        '{{ kind }}' as item_kind,
        purchases.item,
        min(case when purchases.is_bought = 1 then purchases.order_date end) as first_bought_on,
        max(case when purchases.is_bought = 1 then purchases.order_date end) as last_bought_on,
        sum(purchases.is_bought) as purchase_days,
        max(
            case
                when
                    {%- for column in ['taken_back_on', 'complained_on', 'returned_on']
                        -%}
                    {#- The state of an order has no time, so the back-test must not read it. -#}
                    {%- if basis == 'today' or column != 'returned_on' %}
                    {{ 'or ' if not loop.first }}(
                        purchases.{{ column }} <= bases.learned_until
                        and purchases.{{ column }}
                        > {{ date_plus_days('bases.learned_until', -settings.window_days) }}
                    )
                    {%- endif %}
                    {%- endfor %}
                    then 1
                else 0
            end
        ) as is_left_out

    from purchases
    inner join bases
        on
            bases.basis = '{{ basis }}'
            and purchases.order_date <= bases.learned_until
    {%- if basis == 'back_test' %}
    inner join sampled
        on
            purchases.customer_id = sampled.customer_id
            and sampled.is_learned
    {%- endif %}
    where purchases.item_kind = '{{ kind }}'
    group by purchases.customer_id, purchases.item
    {% endfor %}
    {% endfor %}
),

held as (

    select
        grouped.basis,
        bases.learned_until,
        grouped.customer_id,
        sampled.is_learned,
        sampled.is_judged,
        grouped.item_kind,
        grouped.item,
        grouped.first_bought_on,
        grouped.last_bought_on,
        grouped.purchase_days,
        grouped.is_left_out

    from grouped
    inner join bases
        on grouped.basis = bases.basis
    inner join sampled
        on grouped.customer_id = sampled.customer_id

)

select * from held
