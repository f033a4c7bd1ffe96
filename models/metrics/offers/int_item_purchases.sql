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
        lines.*,
        complaints.complained_on

    from {{ ref('fct_order_lines') }} as lines
    left join complaints
        on lines.order_id = complaints.order_id
    where lines.customer_id is not null

),

items as (
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
        case when is_purchase and is_sale then 1 else 0 end as is_bought,
        case when quantity < 0 then order_date end as taken_back_on,
        case when is_returned then order_date end as returned_on,
        complained_on

    from lines
    where {{ item }} is not null
    {% endfor %}
),

days as (

    select
        customer_id,
        item_kind,
        item,
        order_date,
        max(is_bought) as is_bought,
        max(taken_back_on) as taken_back_on,
        max(returned_on) as returned_on,
        max(complained_on) as complained_on

    from items
    group by customer_id, item_kind, item, order_date

)

select * from days
