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

crm_merges as (

    select
        merged.customer_id,
        targets.customer_id as points_to

    from customers as merged
    inner join customers as targets
        on merged.merged_into_customer_id = targets.customer_id
    where merged.merged_into_customer_id is not null

),

-- Most customers point to themselves, and need no steps. A merge of the CRM counts before a match.
linked_1 as (

    select
        coalesce(crm_merges.customer_id, matched.customer_id) as customer_id,
        coalesce(crm_merges.points_to, matched.matched_into_customer_id) as points_to

    from crm_merges
    full outer join matched
        on crm_merges.customer_id = matched.customer_id
    where
        coalesce(crm_merges.points_to, matched.matched_into_customer_id)
        <> coalesce(crm_merges.customer_id, matched.customer_id)

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
        linked_6.customer_id,
        linked_6.points_to

    from linked_6
    left join linked_1 as further
        on linked_6.points_to = further.customer_id
    where further.customer_id is null

)

select
    customers.customer_id,
    coalesce(followed.points_to, customers.customer_id) as surviving_customer_id

from customers
left join followed
    on customers.customer_id = followed.customer_id
