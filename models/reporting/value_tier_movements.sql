-- How many customers moved from which value tier to which over a month. Customers who stayed are
-- included, so that the rows of a tier add up to it. An incomplete month is left out. So are the
-- first twelve months of a history, because tiers sum twelve months.
with

customer_months as (

    select months.*
    from {{ ref('fct_customer_months') }} as months
    inner join {{ ref('int_histories_begun') }} as history
        on months.month_start >= history.tiers_known_from_on
    where
        months.is_complete
        and (months.previous_value_tier is not null or months.value_tier is not null)

),

moved as (

    select
        month_start,
        coalesce(previous_value_tier, 'none') as from_value_tier,
        coalesce(value_tier, 'none') as to_value_tier,
        count(*) as customer_count

    from customer_months
    group by month_start, coalesce(previous_value_tier, 'none'), coalesce(value_tier, 'none')

),

shared as (

    select
        *,
        -- Customers without a tier before are all who never bought: a share of them has no meaning.
        case
            when from_value_tier <> 'none'
                then sum(customer_count) over (partition by month_start, from_value_tier)
        end as from_customer_count

    from moved

),

estimated as (

    select
        *,
        coalesce(from_customer_count < {{ var('minimum_event_counts').hidden }}, false)
            as is_suppressed,
        {{ ratio('customer_count', 'from_customer_count') }} as share,
        {{ wilson_bound('customer_count', 'from_customer_count', 'low') }} as share_low,
        {{ wilson_bound('customer_count', 'from_customer_count', 'high') }} as share_high

    from shared

),

suppressed as (

    select
        month_start,
        from_value_tier,
        to_value_tier,
        from_value_tier <> to_value_tier as is_moved,
        customer_count,
        cast(from_customer_count as bigint) as from_customer_count,
        is_suppressed,
        case when not is_suppressed then share end as share,
        case when not is_suppressed then share_low end as share_low,
        case when not is_suppressed then share_high end as share_high

    from estimated

)

select * from suppressed
