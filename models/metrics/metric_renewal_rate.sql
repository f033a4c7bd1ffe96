-- A contract is due on its agreed last day, also if it was cancelled before. A contract without an
-- end is never due. It counts once the grace days are over, also if it was renewed before.
-- Otherwise the newest month would hold early renewals only (bias).
with

contracts as (

    select * from {{ ref('fct_contracts') }}
    -- The end of a free contract, such as a trial, is no loss.
    where
        has_run
        and not is_free

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

due as (

    select
        contracts.contract_id,
        contracts.customer_id,
        {{ moment_of_local_time('contracts.ends_on') }} as due_at,
        contracts.is_renewed

    from contracts
    cross join as_of
    where
        {{ days_between('contracts.ends_on', 'as_of.as_of_date') }}
        >= {{ var('renewal_grace_days') }}

),

described as (

    select
        due.contract_id as event_id,
        due.customer_id,
        due.due_at as occurred_at,
        version.segment,
        version.region,
        standing.value_tier,
        standing.lifecycle_stage,
        case when due.is_renewed then 1 else 0 end as numerator

    from due
    {{ as_of_event('due', 'due_at') }}

),

events as (

    select
        event_id,
        customer_id,
        occurred_at,
        {{ metric_dimensions('fct_contracts') }},
        numerator,
        1 as denominator

    from described

)

select * from events
