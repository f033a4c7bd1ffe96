-- Amounts in a currency without an exchange rate: how many rows, customers and months.
with

orders as (

    select * from {{ ref('int_orders_converted') }}
    where is_revenue and base_per_unit is null

),

contracts as (

    select * from {{ ref('fct_contracts') }}
    where has_run and not is_free and monthly_amount is null

),

contract_months as (

    select * from {{ ref('int_contract_months_closed') }}

),

dated_rates as (

    select * from {{ ref('int_exchange_rates_dated') }}

),

base_rates as (

    select count(*) as rate_count
    from {{ ref('exchange_rates') }}
    where currency = '{{ base_currency() }}'

),

unpriced as (

    select
        'commerce.orders' as raw_table,
        currency,
        order_id as row_id,
        customer_id,
        {{ start_of('month', 'order_date') }} as month_start

    from orders

    union all

    select
        'crm.contracts' as raw_table,
        currency,
        contract_id as row_id,
        customer_id,
        {{ start_of('month', 'starts_on') }} as month_start

    from contracts

    union all

    select
        'crm.contracts' as raw_table,
        contract_months.currency,
        contract_months.contract_id as row_id,
        contract_months.customer_id,
        contract_months.month_start

    from contract_months
    left join dated_rates
        on
            contract_months.currency = dated_rates.currency
            and contract_months.month_end >= dated_rates.valid_from
            and contract_months.month_end < dated_rates.valid_to
    where dated_rates.currency is null

),

counted as (

    select
        raw_table,
        currency,
        count(distinct row_id) as row_count,
        cast(count(distinct row_id) as string) as row_text,
        cast(count(distinct customer_id) as string) as customer_text,
        cast(count(distinct month_start) as string) as month_text,
        substr(cast(min(month_start) as string), 1, 7) as first_month,
        substr(cast(max(month_start) as string), 1, 7) as last_month,
        cast(min(month_start) as string) as first_day

    from unpriced
    group by raw_table, currency

)

select
    'exchange_rates' as topic,
    concat(counted.raw_table, ' ', counted.currency) as subject,
    counted.row_count,
    concat(
        counted.raw_table, ': ', counted.row_text, ' row(s) in ', counted.currency,
        ' of ', counted.customer_text, ' customer(s) in ', counted.month_text,
        ' month(s), ', counted.first_month, ' to ', counted.last_month,
        ', have no exchange rate. No sum includes their amounts. ',
        case
            when base_rates.rate_count = 0 then 'Add the base currency {{ base_currency() }}'
            else concat('Add a rate of ', counted.currency, ' valid from ', counted.first_day)
        end,
        ' to seeds/reference/exchange_rates.csv.'
    ) as message,
    concat(
        counted.raw_table, '：有 ', counted.row_text, ' 行 ', counted.currency,
        ' 金额缺少汇率，涉及 ', counted.customer_text, ' 位客户、',
        counted.month_text, ' 个月（', counted.first_month, ' 至 ', counted.last_month,
        '）。这些金额按未知处理，不计入任何合计。请在 seeds/reference/exchange_rates.csv 中补充',
        case
            when base_rates.rate_count = 0 then '本位币 {{ base_currency() }} 的汇率。'
            else concat(counted.currency, ' 自 ', counted.first_day, ' 起的汇率。')
        end
    ) as message_zh

from counted
cross join base_rates
