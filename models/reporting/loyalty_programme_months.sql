-- Members and points of a programme by month. The outstanding points are all points ever earned,
-- minus redeemed and expired ones. The last month may be incomplete.
with

transactions as (

    select * from {{ ref('fct_loyalty_transactions') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

-- Membership begins with the first point transaction, because not every source records the joining.
memberships as (

    select
        programme,
        customer_id,
        {{ start_of('month', local_time('min(occurred_at)')) }} as joined_month,
        {{ start_of(
            'month', local_time("max(case when transaction_type = 'leave' then occurred_at end)")
        ) }}
            as left_month,
        max(case when transaction_type = 'leave' then occurred_at end)
        >= max(occurred_at) as is_left

    from transactions
    group by programme, customer_id

),

first_months as (

    select
        programme,
        min(joined_month) as first_month

    from memberships
    group by programme

),

months as (

    select
        first_months.programme,
        {{ series_of_dates(
            'first_months.first_month', start_of('month', 'as_of.as_of_date'), 'month'
        ) }} as month_start

    from first_months
    cross join as_of

),

moved as (

    select
        programme,
        {{ start_of('month', local_time('occurred_at')) }} as month_start,
        sum(case when transaction_type in ('redeem', 'expire') then 0 else points_change end)
            as points_earned,
        0 - sum(case when transaction_type = 'redeem' then points_change else 0 end)
            as points_redeemed,
        0 - sum(case when transaction_type = 'expire' then points_change else 0 end)
            as points_expired

    from transactions
    group by programme, {{ start_of('month', local_time('occurred_at')) }}

),

joined as (

    select
        programme,
        joined_month as month_start,
        count(*) as joined_count

    from memberships
    group by programme, joined_month

),

gone as (

    select
        programme,
        left_month as month_start,
        count(*) as left_count

    from memberships
    where is_left
    group by programme, left_month

),

combined as (

    select
        months.programme,
        months.month_start,
        {{ last_day_of_month('months.month_start') }} <= as_of.as_of_date as is_complete,
        coalesce(joined.joined_count, 0) as joined_count,
        coalesce(gone.left_count, 0) as left_count,
        coalesce(moved.points_earned, 0) as points_earned,
        coalesce(moved.points_redeemed, 0) as points_redeemed,
        coalesce(moved.points_expired, 0) as points_expired

    from months
    cross join as_of
    left join joined
        on
            months.programme = joined.programme
            and months.month_start = joined.month_start
    left join gone
        on
            months.programme = gone.programme
            and months.month_start = gone.month_start
    left join moved
        on
            months.programme = moved.programme
            and months.month_start = moved.month_start

),

accumulated as (

    select
        *,
        sum(joined_count - left_count) over so_far as member_count,
        sum(points_earned) over so_far as points_earned_to_date,
        sum(points_redeemed) over so_far as points_redeemed_to_date,
        sum(points_expired) over so_far as points_expired_to_date

    from combined
    window so_far as (
        partition by programme order by month_start
        rows between unbounded preceding and current row
    )

),

described as (

    select
        programme,
        month_start,
        is_complete,
        cast(joined_count as bigint) as joined_count,
        cast(left_count as bigint) as left_count,
        cast(member_count as bigint) as member_count,
        cast(points_earned as decimal(18, 4)) as points_earned,
        cast(points_redeemed as decimal(18, 4)) as points_redeemed,
        cast(points_expired as decimal(18, 4)) as points_expired,
        cast(
            points_earned_to_date - points_redeemed_to_date - points_expired_to_date
            as decimal(18, 4)
        ) as points_liability,
        {{ ratio('points_redeemed_to_date', 'points_earned_to_date') }} as redeemed_share_to_date,
        {{ ratio('points_expired_to_date', 'points_earned_to_date') }} as expired_share_to_date

    from accumulated

)

select * from described
