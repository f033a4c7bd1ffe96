-- Contracts of the surviving customer with the last day on which each really held.
with

contracts as (

    select * from {{ ref('stg_crm__contracts') }}
    where not is_deleted

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

ended as (

    select
        contracts.contract_id,
        merged.surviving_customer_id as customer_id,
        contracts.plan,
        contracts.starts_on,
        contracts.ends_on,
        contracts.cancelled_on,
        case
            when contracts.cancelled_on < contracts.starts_on
                then {{ date_plus_days('contracts.starts_on', -1) }}
            when contracts.ends_on is null or contracts.cancelled_on < contracts.ends_on
                then contracts.cancelled_on
            else contracts.ends_on
        end as last_day_on,
        contracts.renewed_from_contract_id,
        coalesce(contracts.currency, '{{ base_currency() }}') as currency,
        contracts.recurring_amount,
        coalesce(contracts.billing_months, 1) as billing_months,
        {{ base_amount(
            ratio('contracts.recurring_amount', 'coalesce(contracts.billing_months, 1)'),
            'rates.base_per_unit'
        ) }} as monthly_amount

    from contracts
    inner join merged
        on contracts.customer_id = merged.customer_id
    left join rates
        on
            coalesce(contracts.currency, '{{ base_currency() }}') = rates.currency
            and contracts.starts_on >= rates.valid_from
            and contracts.starts_on < rates.valid_to

)

select * from ended
