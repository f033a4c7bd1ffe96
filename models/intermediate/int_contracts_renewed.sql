-- Which contract continues which. A source names the contract that a new one renews; where it
-- names none, a contract of the same customer and plan that follows within the days of grace
-- continues the one that ended last before it. One that begins earlier runs beside it.
with

contracts as (

    select * from {{ ref('int_contracts_ended') }}
    -- One cancelled before its first day never ran: it renews nothing and is not renewed.
    where last_day_on is null or last_day_on >= starts_on

),

named as (

    select
        contracts.contract_id,
        successors.contract_id as renewed_by_contract_id,
        successors.starts_on as renewed_on

    from contracts
    inner join contracts as successors
        on
            contracts.contract_id = successors.renewed_from_contract_id
            and contracts.contract_id <> successors.contract_id
            -- Two that name each other would both be over.
            and contracts.starts_on <= successors.starts_on

),

followed as (

    select
        contracts.contract_id,
        successors.contract_id as renewed_by_contract_id,
        successors.starts_on as renewed_on,
        row_number() over (
            partition by successors.contract_id
            order by contracts.last_day_on desc, contracts.contract_id asc
        ) as distance_rank

    from contracts
    inner join contracts as successors
        on
            contracts.customer_id = successors.customer_id
            and coalesce(contracts.plan, '') = coalesce(successors.plan, '')
            and contracts.last_day_on < successors.starts_on
            and {{ days_between('contracts.last_day_on', 'successors.starts_on') }}
            <= {{ var('renewal_grace_days') }}
    left join named
        on contracts.contract_id = named.contract_id
    where
        successors.renewed_from_contract_id is null
        and named.contract_id is null

),

successions as (

    select
        contract_id,
        renewed_by_contract_id,
        renewed_on

    from named

    union all

    select
        contract_id,
        renewed_by_contract_id,
        renewed_on

    from followed
    where distance_rank = 1

),

ranked as (

    select
        *,
        row_number() over (
            partition by contract_id
            order by renewed_on asc, renewed_by_contract_id asc
        ) as renewal_rank

    from successions

),

renewed as (

    select
        contracts.contract_id,
        contracts.customer_id,
        contracts.starts_on,
        contracts.last_day_on,
        contracts.monthly_amount,
        ranked.renewed_by_contract_id,
        ranked.renewed_on,
        coalesce(
            {{ days_between('contracts.last_day_on', 'ranked.renewed_on') }}
            <= {{ var('renewal_grace_days') }},
            ranked.renewed_on is not null
        ) as is_renewed_in_time

    from contracts
    left join ranked
        on
            contracts.contract_id = ranked.contract_id
            and ranked.renewal_rank = 1

),

recurring as (

    select
        contract_id,
        customer_id,
        starts_on,
        monthly_amount,
        renewed_by_contract_id,
        renewed_on,
        is_renewed_in_time,
        -- A renewal takes the place of what it renews from its first day, also where that one ends
        -- later; over the days of grace before it the old one goes on.
        case
            when is_renewed_in_time then {{ date_plus_days('renewed_on', -1) }}
            else last_day_on
        end as recurs_until

    from renewed

)

select * from recurring
