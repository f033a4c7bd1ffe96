-- sqlfluff:exclude_rules:LT02,ST06
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

customers as (

    select
        customer_id,
        substring(md5(customer_id), 1, 6) as customer_bucket

    from {{ ref('int_item_purchases') }}
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

samples as (

    select
        max(
            case when customers_so_far <= {{ settings.learned_customers }} then customer_bucket end
        ) as last_learned_bucket,
        max(
            case when customers_so_far <= {{ settings.judged_customers }} then customer_bucket end
        ) as last_judged_bucket

    from buckets

),

-- Few customers, so that the rows of all customers are joined to a small table.
learned as (

    select
        customers.customer_id,
        coalesce(customers.customer_bucket <= samples.last_judged_bucket, false) as is_judged

    from customers
    inner join samples
        on customers.customer_bucket <= samples.last_learned_bucket

),

-- Each basis and kind is grouped alone, so that a million customers need less memory.
grouped as (
    {% for basis in ['today', 'back_test'] %}
    {% for kind in item_kinds() %}
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

    from {{ ref('int_item_purchases') }} as purchases
    inner join bases
        on
            bases.basis = '{{ basis }}'
            and purchases.order_date <= bases.learned_until
    {%- if basis == 'back_test' %}
    inner join learned
        on purchases.customer_id = learned.customer_id
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
        learned.customer_id is not null as is_learned,
        coalesce(learned.is_judged, false) as is_judged,
        grouped.item_kind,
        grouped.item,
        grouped.first_bought_on,
        grouped.last_bought_on,
        grouped.purchase_days,
        grouped.is_left_out

    from grouped
    inner join bases
        on grouped.basis = bases.basis
    left join learned
        on grouped.customer_id = learned.customer_id

)

select * from held
