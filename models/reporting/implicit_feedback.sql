-- Interest that led to a purchase or did not, by kind of interest, category and channel. Only
-- events whose days to buy are over count. Otherwise new events would look unsuccessful (bias).
with

interests as (

    select * from {{ ref('fct_engagement_events') }}
    where
        is_interest
        and is_purchase_window_closed

),

counted as (

    select
        event_type as step,
        coalesce(product_category, 'unknown') as product_category,
        coalesce(channel, 'unknown') as channel,
        count(*) as event_count,
        count(case when is_purchased_in_time then 1 end) as purchased_count,
        count(is_category_purchased_in_time) as category_known_count,
        count(case when is_category_purchased_in_time then 1 end) as category_purchased_count

    from interests
    group by event_type, coalesce(product_category, 'unknown'), coalesce(channel, 'unknown')

),

slices as (
    {% for by_category, by_channel in [(0, 0), (1, 0), (0, 1), (1, 1)] %}
    {{ 'union all' if not loop.first }}
    select
        {{ by_category }} as by_category,
        {{ by_channel }} as by_channel
    {% endfor %}
),

cells as (

    select
        counted.step,
        case when slices.by_category = 1 then counted.product_category else 'all' end
            as product_category,
        case when slices.by_channel = 1 then counted.channel else 'all' end as channel,
        sum(counted.event_count) as event_count,
        sum(counted.purchased_count) as purchased_count,
        sum(counted.category_known_count) as category_known_count,
        sum(counted.category_purchased_count) as category_purchased_count

    from counted
    cross join slices
    -- A category or channel with that name is not the total.
    where
        not (slices.by_category = 1 and counted.product_category = 'all')
        and not (slices.by_channel = 1 and counted.channel = 'all')
    group by
        counted.step,
        case when slices.by_category = 1 then counted.product_category else 'all' end,
        case when slices.by_channel = 1 then counted.channel else 'all' end

),

estimated as (

    select
        *,
        event_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        category_known_count < {{ var('minimum_event_counts').hidden }} as is_category_suppressed,
        {{ ratio('purchased_count', 'event_count') }} as purchase_rate,
        {{ wilson_bound('purchased_count', 'event_count', 'low') }} as purchase_rate_low,
        {{ wilson_bound('purchased_count', 'event_count', 'high') }} as purchase_rate_high,
        {{ ratio('category_purchased_count', 'category_known_count') }} as category_rate,
        {{ wilson_bound('category_purchased_count', 'category_known_count', 'low') }}
            as category_rate_low,
        {{ wilson_bound('category_purchased_count', 'category_known_count', 'high') }}
            as category_rate_high

    from cells

),

suppressed as (

    select
        case step
            {%- for step in interest_event_types() %}
            when '{{ step }}' then {{ loop.index }}
            {%- endfor %}
        end as position,
        step,
        product_category,
        channel,
        cast(event_count as bigint) as event_count,
        cast(purchased_count as bigint) as purchased_count,
        cast(event_count - purchased_count as bigint) as not_purchased_count,
        is_suppressed,
        case when not is_suppressed then purchase_rate end as purchase_rate,
        case when not is_suppressed then purchase_rate_low end as purchase_rate_low,
        case when not is_suppressed then purchase_rate_high end as purchase_rate_high,
        cast(category_known_count as bigint) as category_known_count,
        cast(category_purchased_count as bigint) as category_purchased_count,
        case when not is_category_suppressed then category_rate end as category_purchase_rate,
        case when not is_category_suppressed then category_rate_low end
            as category_purchase_rate_low,
        case when not is_category_suppressed then category_rate_high end
            as category_purchase_rate_high

    from estimated

)

select * from suppressed
