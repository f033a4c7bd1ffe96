-- The value of one unit of a currency in the base currency, with its first and last day.
with

rates as (

    select
        currency,
        valid_from,
        lead(valid_from) over (partition by currency order by valid_from) as valid_to,
        cast(usd_per_unit as double) as usd_per_unit

    from {{ ref('exchange_rates') }}

),

crossed as (

    select
        rates.currency,
        case
            when base_rates.valid_from > rates.valid_from then base_rates.valid_from
            else rates.valid_from
        end as valid_from,
        least(
            coalesce(rates.valid_to, date '9999-12-31'),
            coalesce(base_rates.valid_to, date '9999-12-31')
        ) as valid_to,
        {{ ratio('rates.usd_per_unit', 'base_rates.usd_per_unit') }} as base_per_unit

    from rates
    inner join rates as base_rates
        on
            base_rates.currency = '{{ base_currency() }}'
            and rates.currency <> '{{ base_currency() }}'
            and rates.valid_from < coalesce(base_rates.valid_to, date '9999-12-31')
            and base_rates.valid_from < coalesce(rates.valid_to, date '9999-12-31')

),

-- The base currency needs no rate: its rate is always 1.
completed as (

    select * from crossed

    union all

    select
        '{{ base_currency() }}' as currency,
        date '0001-01-01' as valid_from,
        date '9999-12-31' as valid_to,
        cast(1 as double) as base_per_unit

)

select * from completed
