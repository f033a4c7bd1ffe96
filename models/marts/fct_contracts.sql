with

contracts as (

    select * from {{ ref('int_contracts_ended') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

renewals as (

    select renewed_from_contract_id as contract_id
    from contracts
    where
        renewed_from_contract_id <> contract_id
        -- One cancelled before its first day renewed nothing.
        and (last_day_on is null or last_day_on >= starts_on)
    group by renewed_from_contract_id

),

dated as (

    select
        contracts.*,
        cast(contracts.starts_on as timestamp) as started_at

    from contracts

),

described as (

    select
        dated.contract_id,
        dated.customer_id,
        dated.plan,
        dated.starts_on,
        dated.ends_on,
        dated.cancelled_on,
        dated.last_day_on,
        dated.renewed_from_contract_id,
        renewals.contract_id is not null as is_renewed,
        dated.starts_on <= as_of.as_of_date
        and (dated.last_day_on is null or dated.last_day_on >= as_of.as_of_date) as is_running,
        dated.currency,
        dated.recurring_amount,
        dated.billing_months,
        dated.monthly_amount,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage

    from dated
    cross join as_of
    left join renewals
        on dated.contract_id = renewals.contract_id
    {{ as_of_event('dated', 'started_at') }}

)

select * from described
