-- depends_on: {{ ref('int_as_of') }}
with

months as (

    select * from {{ ref('int_customer_months_classified') }}
    {{ where_to_rebuild('customer_id') }}

),

described as (

    select
        months.customer_id,
        months.month_start,
        months.month_end,
        months.is_complete,
        months.lifecycle_stage,
        months.previous_lifecycle_stage,
        months.value_tier,
        months.previous_value_tier,
        cast(months.recency_score as integer) as recency_score,
        cast(months.frequency_score as integer) as frequency_score,
        cast(months.money_score as integer) as money_score,
        coalesce(months.previous_lifecycle_stage not in ('prospect', 'lapsed'), false)
            as is_customer_at_start,
        months.lifecycle_stage not in ('prospect', 'lapsed') as is_customer_at_end,
        months.is_under_contract,
        cast(months.purchase_count as bigint) as purchase_count,
        cast(months.net_revenue as decimal(18, 4)) as net_revenue,
        months.first_active_on,
        months.last_active_on,
        cast(months.recency_days as integer) as recency_days,
        cast(months.lapsed_after_days as integer) as lapsed_after_days,
        cast(months.net_revenue_12_months as decimal(18, 4)) as net_revenue_12_months,
        version.segment,
        version.region

    from months
    left join {{ ref('int_customers_versioned') }} as version
        on
            months.customer_id = version.customer_id
            and (
                version.valid_from is null
                or months.month_end >= cast({{ local_time('version.valid_from') }} as date)
            )
            and (
                version.valid_to is null
                or months.month_end < cast({{ local_time('version.valid_to') }} as date)
            )

)

select * from described
