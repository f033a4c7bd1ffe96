-- Each customer is capped at the opening amount: expansion must not offset another customer's loss.
with

contract_months as (

    select * from {{ ref('fct_contract_months') }}
    -- Left out are amounts in a currency without a rate: their change is unknown.
    where
        opening_amount > 0
        and closing_amount is not null

),

events as (

    select
        contract_month_id as event_id,
        customer_id,
        {{ moment_of_local_time('month_start') }} as occurred_at,
        {{ metric_dimensions('fct_contract_months') }},
        least(opening_amount, closing_amount) as numerator,
        opening_amount as denominator

    from contract_months

)

select * from events
