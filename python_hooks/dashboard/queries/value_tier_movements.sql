-- Value tiers by month: from which to which customers moved (cell), how many each tier has as the
-- month ends (tier), and how many moved in which way (movement).
with

-- The tiers that have an order. New and lapsed stand outside of it.
ranks (value_tier, place) as (

    values ('regular', 1), ('core', 2), ('vip', 3)

),

classified as (

    select
        movements.*,
        case
            when not movements.is_moved then 'stayed'
            when movements.from_value_tier = 'none' then 'joined'
            when movements.to_value_tier = 'lapsed' then 'lapsed'
            when movements.from_value_tier = 'lapsed' then 'returned'
            when movements.from_value_tier = 'new' then 'settled'
            when target.place > origin.place then 'up'
            when target.place < origin.place then 'down'
            else 'other'
        end as movement

    from reporting.value_tier_movements as movements
    left join ranks as origin
        on movements.from_value_tier = origin.value_tier
    left join ranks as target
        on movements.to_value_tier = target.value_tier

),

tiers as (

    select
        month_start,
        to_value_tier,
        -- A sum with one hidden part would give that part away: then it is hidden too.
        case when count(case when is_suppressed then 1 end) <> 1 then sum(customer_count) end
            as customer_count

    from classified
    group by month_start, to_value_tier

),

movements as (

    select
        month_start,
        movement,
        case when count(case when is_suppressed then 1 end) <> 1 then sum(customer_count) end
            as customer_count

    from classified
    where is_moved
    group by month_start, movement

),

united as (

    select
        'cell' as kind,
        month_start,
        from_value_tier,
        to_value_tier,
        movement,
        is_suppressed,
        case when not is_suppressed then customer_count end as customer_count,
        case when not is_suppressed then from_customer_count end as from_customer_count,
        round(share, 4) as share,
        round(share_low, 4) as share_low,
        round(share_high, 4) as share_high

    from classified

    union all by name

    select
        'tier' as kind,
        false as is_suppressed,
        *

    from tiers

    union all by name

    select
        'movement' as kind,
        false as is_suppressed,
        *

    from movements

)

select * from united
order by kind, month_start, from_value_tier, to_value_tier, movement
