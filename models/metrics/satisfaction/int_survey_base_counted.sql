with

customers as (

    select
        customers.*,
        count(case when customers.lifecycle_stage not in ('prospect', 'lapsed') then 1 end)
            over (partition by 1) as running_count

    from {{ ref('dim_customers') }} as customers
    where not customers.is_deleted

),

-- The customer base: customers with purchases or contracts. If a company delivers neither, all
-- customers.
based as (

    select * from customers
    where
        running_count = 0
        or lifecycle_stage not in ('prospect', 'lapsed')

),

counted as (
    {% for name in var('survey_weighting').dimensions %}
    {{ 'union all' if not loop.first }}
    select
        '{{ name }}' as dimension,
        coalesce({{ name }}, 'unknown') as value,
        count(*) as customer_count
    from based
    group by coalesce({{ name }}, 'unknown')
    {% endfor %}
)

select * from counted
