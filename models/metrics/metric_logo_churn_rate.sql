-- A customer is lost with the last contract, whatever its price. A free contract, such as a trial,
-- is in no contract month.
with

contract_months as (

    select * from {{ ref('fct_contract_months') }}
    where opening_contract_count > 0

),

events as (

    select
        contract_month_id as event_id,
        customer_id,
        {{ moment_of_local_time('month_start') }} as occurred_at,
        {{ metric_dimensions('fct_contract_months') }},
        case when closing_contract_count = 0 then 1 else 0 end as numerator,
        1 as denominator

    from contract_months

)

select * from events
