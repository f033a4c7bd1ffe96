-- The share of customers who buy a category again within some days, and the median of the days
-- (Kaplan-Meier).
with

purchases as (

    select * from {{ ref('int_category_purchases_followed') }}

),

repurchase_windows as (

    select cast(days as integer) as window_days
    from {{ constant_rows('days', var('repurchase_windows_days') | map('string') | list) }} as texts

),

counted as (

    select
        product_category,
        coalesce(days_to_next_purchase, followed_days) as waited_days,
        count(days_to_next_purchase) as event_count,
        count(*) - count(days_to_next_purchase) as censored_count

    from purchases
    where followed_days >= 0
    group by product_category, coalesce(days_to_next_purchase, followed_days)

),

{{ kaplan_meier('counted', ['product_category'], 'waited_days') }},

cycles as (

    select
        product_category,
        sum(event_count + censored_count) as buyer_count,
        {{ survival_quantile('survival', '0.5', 'waited_days') }} as cycle_days,
        min(case when survival_low <= 0.5 then waited_days end) as cycle_days_low,
        min(case when survival_high <= 0.5 then waited_days end) as cycle_days_high

    from bounded
    group by product_category

),

-- Only customers observed for the whole window.
windowed as (

    select
        purchases.product_category,
        repurchase_windows.window_days,
        count(*) as followed_count,
        count(
            case
                when purchases.days_to_next_purchase <= repurchase_windows.window_days then 1
            end
        ) as repurchased_count

    from purchases
    cross join repurchase_windows
    where purchases.followed_days >= repurchase_windows.window_days
    group by purchases.product_category, repurchase_windows.window_days

),

joined as (

    select
        cycles.product_category,
        repurchase_windows.window_days,
        coalesce(windowed.followed_count, 0) as followed_count,
        coalesce(windowed.repurchased_count, 0) as repurchased_count,
        coalesce(windowed.followed_count, 0) < {{ var('minimum_event_counts').hidden }}
            as is_suppressed,
        cycles.buyer_count,
        cycles.buyer_count < {{ var('minimum_event_counts').hidden }} as is_cycle_suppressed,
        cycles.cycle_days,
        cycles.cycle_days_low,
        cycles.cycle_days_high

    from cycles
    cross join repurchase_windows
    left join windowed
        on
            cycles.product_category = windowed.product_category
            and repurchase_windows.window_days = windowed.window_days

),

estimated as (

    select
        product_category,
        window_days,
        cast(followed_count as bigint) as followed_count,
        cast(repurchased_count as bigint) as repurchased_count,
        is_suppressed,
        case
            when not is_suppressed then {{ ratio('repurchased_count', 'followed_count') }}
        end as repurchase_rate,
        {%- for side in ['low', 'high'] %}
        case
            when not is_suppressed
                then {{ wilson_bound('repurchased_count', 'followed_count', side) }}
        end as repurchase_rate_{{ side }},
        {%- endfor %}
        {%- for column in ['cycle_days', 'cycle_days_low', 'cycle_days_high'] %}
        cast(case when not is_cycle_suppressed then {{ column }} end as double) as {{ column }},
        {%- endfor %}
        cast(buyer_count as bigint) as buyer_count

    from joined

)

select * from estimated
