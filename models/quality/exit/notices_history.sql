-- The data begin after the business did: customers and months that are therefore in no figure.
with

history as (

    select * from {{ ref('int_histories_begun') }}

),

preceding as (

    select
        count(*) as customer_count,
        count(case when is_buyer then 1 end) as buyer_count

    from {{ ref('int_customers_preceding_history') }}

),

months as (

    select count(*) as row_count
    from {{ ref('fct_customer_months') }} as months
    inner join history
        on months.month_start < history.lapses_known_from_on
    where
        months.is_complete
        and (months.is_customer_at_start or months.previous_lifecycle_stage = 'lapsed')

),

told as (

    select
        'history' as topic,
        'first purchases' as subject,
        cast(preceding.customer_count as bigint) as row_count,
        'commerce.orders begins on ' || cast(history.orders_begin_on as string) || '. '
        || cast(preceding.customer_count as string) || ' customer(s) are older; '
        || cast(preceding.buyer_count as string) || ' of them bought since. They may have bought'
        || ' before. First purchases, repurchase rates, historical value and cohorts leave them'
        || ' out. To count them, deliver the older orders.' as message,
        'commerce.orders 从 ' || cast(history.orders_begin_on as string) || ' 开始。'
        || cast(preceding.customer_count as string) || ' 位客户此前已存在，其中 '
        || cast(preceding.buyer_count as string) || ' 位此后有购买。他们之前可能已购买过，因此不计入首次购买、'
        || '复购率、历史价值和同期群。如需计入，请提供更早的订单。' as message_zh

    from preceding
    cross join history
    where preceding.customer_count > 0

    union all

    select
        'history' as topic,
        'lapses' as subject,
        cast(months.row_count as bigint) as row_count,
        'The first purchase or contract is of '
        || cast(history.activity_begins_on as string)
        || '. Whether a customer has lapsed is therefore known from '
        || cast(history.lapses_known_from_on as string) || ' on. '
        || cast(months.row_count as string) || ' earlier customer-month(s) are not in churn,'
        || ' retention, win-back and health score. To count them, deliver older orders.' as message,
        '客户活动（购买和合同）数据从 '
        || cast(history.activity_begins_on as string) || ' 开始，因此从 '
        || cast(history.lapses_known_from_on as string) || ' 起的月份才能判断客户是否流失。此前的 '
        || cast(months.row_count as string) || ' 个客户月不计入流失率、留存率、赢回率和健康分。'
        || '如需计入，请提供更早的订单。' as message_zh

    from months
    cross join history
    where months.row_count > 0

)

select * from told
