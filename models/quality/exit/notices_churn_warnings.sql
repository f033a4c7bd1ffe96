-- sqlfluff:exclude_rules:LT02
-- The precision of churn warnings can be judged only against the base rate of churn.
with

judged as (

    select
        count(*) as customer_month_count,
        sum(case when health.is_churned then 1 else 0 end) as churned_count,
        sum(case when health.is_warned then 1 else 0 end) as warned_count,
        sum(case when health.is_warned and health.is_churned then 1 else 0 end) as right_count

    -- The same months as in the metric.
    from {{ ref('fct_customer_health') }} as health
    inner join {{ ref('int_histories_begun') }} as history
        on health.month_start >= history.lapses_known_from_on
    where
        health.is_churned is not null
        and {{ is_predictable('health.customer_group') }}

),

shares as (

    select
        cast(warned_count as bigint) as warned_count,
        cast(customer_month_count as bigint) as customer_month_count,
        cast(floor({{ ratio('100 * right_count', 'warned_count') }} + 0.5) as bigint)
            as precision_percent,
        cast(floor({{ ratio('100 * churned_count', 'customer_month_count') }} + 0.5) as bigint)
            as base_rate_percent

    from judged
    where warned_count > 0

),

told as (

    select
        'churn_warnings' as topic,
        'churn_warning_precision' as subject,
        warned_count as row_count,
        'Of ' || cast(warned_count as string) || ' churn warning(s) with a known outcome '
        || cast(precision_percent as string) || ' % came true. The base rate is '
        || cast(base_rate_percent as string) || ' % (the share of all '
        || cast(customer_month_count as string) || ' customer-months that ended in churn). Compare'
        || ' the two in reporting.health_backtest.' as message,
        '在结果已知的 ' || cast(warned_count as string) || ' 条流失预警中，'
        || cast(precision_percent as string) || '% 应验。基准流失率为 '
        || cast(base_rate_percent as string) || '%（全部 '
        || cast(customer_month_count as string)
        || ' 个客户月中流失的比例）。请将两者对照，二者均见 reporting.health_backtest。' as message_zh

    from shares

)

select * from told
