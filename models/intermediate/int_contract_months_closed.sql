-- The months at whose end the amount of a contract recurs, as far as they are known. A month is
-- known when the grace days after it are over: until then a customer may still renew.
with

contracts as (

    select * from {{ ref('int_contracts_renewed') }}
    -- A free contract, such as a trial, has no recurring amount, so its end is no loss.
    where
        not is_free
        and (recurs_until is null or recurs_until >= starts_on)

),

as_of as (

    select
        {{ date_plus_days('as_of_date', 0 - var('renewal_grace_days')) }} as known_until

    from {{ ref('int_as_of') }}

),

spanned as (

    select
        contracts.contract_id,
        contracts.customer_id,
        contracts.currency,
        contracts.recurring_amount,
        contracts.billing_months,
        contracts.recurs_until,
        as_of.known_until,
        {{ series_of_dates(
            start_of('month', 'contracts.starts_on'),
            start_of('month', 'least(contracts.recurs_until, as_of.known_until)'),
            'month'
        ) }} as month_start

    from contracts
    cross join as_of

),

closed as (

    select
        contract_id,
        customer_id,
        currency,
        recurring_amount,
        billing_months,
        month_start,
        {{ last_day_of_month('month_start') }} as month_end,
        known_until

    from spanned
    where
        {{ last_day_of_month('month_start') }} <= known_until
        and (recurs_until is null or recurs_until >= {{ last_day_of_month('month_start') }})

)

select * from closed
