-- A customer is lost without a paid contract twelve months later.
with

contract_years as (

    select * from {{ ref('int_contract_years_compared') }}

),

events as (

    select
        contract_year_id as event_id,
        customer_id,
        cast(month_start as timestamp) as occurred_at,
        {{ metric_dimensions('fct_contract_months') }},
        case when closing_contract_count = 0 then 1 else 0 end as numerator,
        1 as denominator

    from contract_years

)

select * from events
