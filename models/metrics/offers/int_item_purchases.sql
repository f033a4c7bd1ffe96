-- The order lines of known customers as items: each product, and each product category. A row is a
-- day, so that several lines and orders of one day are one purchase.
with

-- The first complaint: a later one must not hide it from the back-test.
complaints as (

    select
        order_id,
        min(cast({{ local_time('created_at') }} as date)) as complained_on

    from {{ ref('fct_tickets') }}
    where
        is_complaint
        and order_id is not null
    group by order_id

),

-- Each kind is read and grouped alone, so that a million customers need less memory.
days as (
    {% for kind, columns in item_kinds().items() %}
    {{ 'union all' if not loop.first }}
    select
        lines.customer_id,
        '{{ kind }}' as item_kind,
        lines.{{ columns.bought }} as item,
        lines.order_date,
        max(case when lines.is_purchase and lines.is_sale then 1 else 0 end) as is_bought,
        max(case when lines.quantity < 0 then lines.order_date end) as taken_back_on,
        max(case when lines.is_returned then lines.order_date end) as returned_on,
        min(complaints.complained_on) as complained_on

    from {{ ref('fct_order_lines') }} as lines
    left join complaints
        on lines.order_id = complaints.order_id
    where
        lines.customer_id is not null
        and lines.{{ columns.bought }} is not null
    group by lines.customer_id, lines.{{ columns.bought }}, lines.order_date
    {% endfor %}
)

select * from days
