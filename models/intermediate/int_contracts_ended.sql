-- Contracts of the surviving customer with the last day of service. A notice (cancelled_on) does
-- not end a term: service continues to ended_on. Without ended_on it continues to the end of the
-- term; without a term, to the notice.
with

contracts as (

    select * from {{ ref('stg_crm__contracts') }}
    where not is_deleted

),

delivered as (

    select
        contract_id,
        row_number() over (order by _load_number, _row_number) as delivery_rank

    from {{ ref('base_crm__contracts') }}
    where _status in ('accepted', 'superseded')

),

-- A row that is delivered again keeps the position of the first delivery.
first_delivered as (

    select
        contract_id,
        min(delivery_rank) as delivery_rank

    from delivered
    group by contract_id

),

merged as (

    select * from {{ ref('int_customers_merged') }}

),

deleted as (

    select
        customer_id,
        {{ date_plus_days(local_time('deleted_at'), -1) }} as last_day_on

    from {{ ref('int_customers_deleted') }}

),

rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

agreed as (

    select
        contracts.*,
        merged.surviving_customer_id,
        first_delivered.delivery_rank,
        least(
            case
                when contracts.ended_on is not null then contracts.ended_on
                when contracts.cancelled_on < contracts.starts_on
                    then {{ date_plus_days('contracts.starts_on', -1) }}
                else coalesce(contracts.ends_on, contracts.cancelled_on)
            end,
            deleted.last_day_on
        ) as last_service_on

    from contracts
    inner join merged
        on contracts.customer_id = merged.customer_id
    left join deleted
        on merged.surviving_customer_id = deleted.customer_id
    left join first_delivered
        on contracts.contract_id = first_delivered.contract_id

),

ended as (

    select
        agreed.contract_id,
        agreed.surviving_customer_id as customer_id,
        cast(row_number() over (
            partition by agreed.surviving_customer_id
            order by
                agreed.starts_on asc,
                agreed.delivery_rank asc nulls last,
                agreed.contract_id asc
        ) as bigint) as contract_number,
        agreed.plan,
        agreed.starts_on,
        agreed.ends_on,
        agreed.cancelled_on,
        agreed.payment_failed_at,
        agreed.ended_on,
        case
            when agreed.last_service_on < agreed.starts_on
                then {{ date_plus_days('agreed.starts_on', -1) }}
            else agreed.last_service_on
        end as last_day_on,
        coalesce(agreed.last_service_on >= agreed.starts_on, true) as has_run,
        agreed.recurring_amount = 0 as is_free,
        agreed.renewed_from_contract_id,
        coalesce(agreed.currency, '{{ base_currency() }}') as currency,
        agreed.recurring_amount,
        coalesce(agreed.billing_months, 1) as billing_months,
        {{ base_amount(
            ratio('agreed.recurring_amount', 'coalesce(agreed.billing_months, 1)'),
            'rates.base_per_unit'
        ) }} as monthly_amount

    from agreed
    left join rates
        on
            coalesce(agreed.currency, '{{ base_currency() }}') = rates.currency
            and agreed.starts_on >= rates.valid_from
            and agreed.starts_on < rates.valid_to

)

select * from ended
