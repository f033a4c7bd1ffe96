-- The order lines of known customers as items: each product, and each product category. A row is a
-- day, so that several lines and orders of one day are one purchase.
with

complaints as (

    select
        order_id,
        max(cast({{ local_time('created_at') }} as date)) as complained_on

    from {{ ref('fct_tickets') }}
    where
        is_complaint
        and order_id is not null
    group by order_id

),

lines as (

    select
        lines.customer_id,
        lines.product_category,
        lines.product_id,
        lines.order_date,
        lines.is_purchase,
        lines.is_sale,
        lines.is_returned,
        lines.quantity,
        complaints.complained_on

    from {{ ref('fct_order_lines') }} as lines
    left join complaints
        on lines.order_id = complaints.order_id
    where lines.customer_id is not null

),

-- Each kind is grouped alone, so that a million customers need less memory.
days as (
    {% for kind, item in {
        'product_category': 'product_category',
        'product': 'product_id',
    }.items() %}
    {{ 'union all' if not loop.first }}
    select
        customer_id,
        '{{ kind }}' as item_kind,
        {{ item }} as item,
        order_date,
        max(case when is_purchase and is_sale then 1 else 0 end) as is_bought,
        max(case when quantity < 0 then order_date end) as taken_back_on,
        max(case when is_returned then order_date end) as returned_on,
        max(complained_on) as complained_on

    from lines
    where {{ item }} is not null
    group by customer_id, {{ item }}, order_date
    {% endfor %}
)

select * from days
