-- From the recurring amount that a month began with to the one that it ended with.
with

contract_months as (

    select * from {{ ref('fct_contract_months') }}

),

moved as (

    select
        month_start,
        opening_amount,
        closing_amount,
        movement,
        closing_amount - opening_amount as change_amount,
        case when opening_amount > 0 then 1 else 0 end as is_opening_customer,
        case when closing_amount > 0 then 1 else 0 end as is_closing_customer

    from contract_months

),

summed as (

    select
        month_start,
        cast(sum(is_opening_customer) as bigint) as opening_customer_count,
        cast(count(case when movement = 'new' then 1 end) as bigint) as new_customer_count,
        cast(
            count(case when movement = 'reactivation' then 1 end) as bigint
        ) as reactivated_customer_count,
        cast(count(case when movement = 'churn' then 1 end) as bigint) as churned_customer_count,
        cast(sum(is_closing_customer) as bigint) as closing_customer_count,
        cast(sum(opening_amount) as decimal(28, 4)) as opening_amount,
        {%- for movement in ['new', 'expansion', 'contraction', 'churn', 'reactivation'] %}
        cast(
            sum(case when movement = '{{ movement }}' then change_amount else 0 end)
            as decimal(28, 4)
        ) as {{ movement }}_amount,
        {%- endfor %}
        cast(sum(closing_amount) as decimal(28, 4)) as closing_amount

    from moved
    group by month_start

)

select * from summed
