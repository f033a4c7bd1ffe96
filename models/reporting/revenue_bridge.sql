-- From the recurring amount at the start of a month to that at its end.
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
        case when movement is null then 1 else 0 end as is_unpriced,
        closing_amount - opening_amount as change_amount,
        case when opening_amount > 0 then 1 else 0 end as is_opening_customer,
        case when closing_amount > 0 then 1 else 0 end as is_closing_customer

    from contract_months

),

-- If the amount of a customer has no rate at one end of the month, its change is unknown.
summed as (

    select
        month_start,
        cast(sum(is_unpriced) as bigint) as unpriced_customer_count,
        cast(
            sum(case when is_unpriced = 0 then is_opening_customer end) as bigint
        ) as opening_customer_count,
        cast(count(case when movement = 'new' then 1 end) as bigint) as new_customer_count,
        cast(
            count(case when movement = 'reactivation' then 1 end) as bigint
        ) as reactivated_customer_count,
        cast(count(case when movement = 'churn' then 1 end) as bigint) as churned_customer_count,
        cast(
            sum(case when is_unpriced = 0 then is_closing_customer end) as bigint
        ) as closing_customer_count,
        cast(
            sum(case when is_unpriced = 0 then opening_amount end) as decimal(28, 4)
        ) as opening_amount,
        {%- for movement in ['new', 'expansion', 'contraction', 'churn', 'reactivation'] %}
        cast(
            sum(
                case
                    when movement = '{{ movement }}' then change_amount
                    when movement is not null then 0
                end
            )
            as decimal(28, 4)
        ) as {{ movement }}_amount,
        {%- endfor %}
        cast(
            sum(case when is_unpriced = 0 then closing_amount end) as decimal(28, 4)
        ) as closing_amount

    from moved
    group by month_start

),

followed as (

    select
        *,
        lag(closing_amount) over (order by month_start) as previous_closing_amount,
        lag({{ month_number('month_start') }}) over (order by month_start) as previous_month_number

    from summed

),

described as (

    select
        month_start,
        unpriced_customer_count,
        opening_customer_count,
        new_customer_count,
        reactivated_customer_count,
        churned_customer_count,
        closing_customer_count,
        -- The closing amount of a month differs from the next opening amount: rates change, and
        -- customers without a rate come and go.
        cast(
            case
                when {{ month_number('month_start') }} = previous_month_number + 1
                    then opening_amount - previous_closing_amount
            end as decimal(28, 4)
        ) as revaluation_amount,
        opening_amount,
        {%- for movement in ['new', 'expansion', 'contraction', 'churn', 'reactivation'] %}
        {{ movement }}_amount,
        {%- endfor %}
        closing_amount

    from followed

)

select * from described
