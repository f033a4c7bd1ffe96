-- A merged customer can be merged again. Five steps, each twice as long, follow chains of up to 32
-- merges. A customer whose chain still continues is in a circle and is not merged.
with

customers as (

    select
        customer_id,
        merged_into_customer_id

    from {{ ref('int_customers_known') }}

),

-- Customers of several accounts who are one person.
matched as (

    select
        customer_id,
        min(matched_into_customer_id) as matched_into_customer_id

    from {{ ref('base_crm__customer_contacts') }}
    where matched_into_customer_id is not null
    group by customer_id

),

pointed as (

    select
        customers.customer_id,
        coalesce(
            targets.customer_id,
            matched.matched_into_customer_id,
            customers.customer_id
        ) as points_to

    from customers
    left join customers as targets
        on customers.merged_into_customer_id = targets.customer_id
    left join matched
        on customers.customer_id = matched.customer_id

),

-- Most customers point to themselves, and need no steps.
linked_1 as (

    select
        customer_id,
        points_to

    from pointed
    where points_to <> customer_id

),
{% for depth in [2, 3, 4, 5, 6] %}
linked_{{ depth }} as (

    select
        nearer.customer_id,
        coalesce(farther.points_to, nearer.points_to) as points_to

    from linked_{{ depth - 1 }} as nearer
    left join linked_{{ depth - 1 }} as farther
        on nearer.points_to = farther.customer_id

),
{% endfor %}
followed as (

    select
        pointed.customer_id,
        case when ends.customer_id is null then linked_6.points_to end as points_to

    from pointed
    left join linked_6
        on pointed.customer_id = linked_6.customer_id
    left join linked_1 as ends
        on linked_6.points_to = ends.customer_id

)

select
    customer_id,
    coalesce(points_to, customer_id) as surviving_customer_id

from followed
