with

contracts as (

    select * from {{ ref('int_contracts_ended') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

renewals as (

    select * from {{ ref('int_contracts_renewed') }}

),

dated as (

    select
        contracts.*,
        {{ moment_of_local_time('contracts.starts_on') }} as started_at

    from contracts
    {{ where_to_rebuild('customer_id') }}

),

described as (

    select
        dated.contract_id,
        dated.customer_id,
        dated.contract_number,
        dated.plan,
        dated.starts_on,
        dated.ends_on,
        dated.cancelled_on,
        dated.ended_on,
        dated.last_day_on,
        dated.has_run,
        dated.is_free,
        dated.renewed_from_contract_id,
        renewals.renewed_by_contract_id,
        renewals.renewed_on,
        coalesce(renewals.is_renewed_in_time, false) as is_renewed,
        renewals.recurs_until,
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

{{ with_custom_columns('described', 'fct_contracts') }}
