-- What calls to warned customers won: the churn of those whom a call, a visit or a care contact
-- reached within 30 days of the warning against that of the others. Each customer counts once, with
-- the first warning whose outcome is known, so that the rows are independent.
with

warnings as (

    select
        *,
        row_number() over (partition by customer_id order by month_start) as place

    from {{ ref('fct_customer_health') }}
    where
        is_warned
        and is_churned is not null

),

first_warnings as (

    select * from warnings
    where place = 1

),

calls as (

    select
        customer_id,
        cast({{ local_time('occurred_at') }} as date) as called_on

    from {{ ref('fct_activities') }}
    where is_reached

),

called as (

    select first_warnings.customer_id
    from first_warnings
    inner join calls
        on
            first_warnings.customer_id = calls.customer_id
            and first_warnings.month_end < calls.called_on
            and {{ date_plus_days('first_warnings.month_end', 30) }} >= calls.called_on
    group by first_warnings.customer_id

),

outcomes as (

    select
        first_warnings.customer_group,
        called.customer_id is not null as is_called,
        first_warnings.is_churned

    from first_warnings
    left join called
        on first_warnings.customer_id = called.customer_id

),

grouped as (

    select
        'all' as customer_group,
        is_called,
        is_churned

    from outcomes
    union all
    select * from outcomes

),

counted as (

    select
        customer_group,
        count(case when is_called then 1 end) as called_count,
        count(case when is_called and is_churned then 1 end) as called_churned_count,
        count(case when not is_called then 1 end) as other_count,
        count(case when not is_called and is_churned then 1 end) as other_churned_count

    from grouped
    group by customer_group

),

estimated as (

    select
        *,
        {{ ratio('called_churned_count', 'called_count') }} as called_churn_rate,
        {{ wilson_bound('called_churned_count', 'called_count', 'low') }} as called_low,
        {{ wilson_bound('called_churned_count', 'called_count', 'high') }} as called_high,
        {{ ratio('other_churned_count', 'other_count') }} as other_churn_rate,
        {{ wilson_bound('other_churned_count', 'other_count', 'low') }} as other_low,
        {{ wilson_bound('other_churned_count', 'other_count', 'high') }} as other_high

    from counted

),

compared as (

    select
        *,
        other_churn_rate - called_churn_rate as fewer_churned,
        {{ difference_bound(
            'called_churn_rate', 'called_low', 'called_high',
            'other_churn_rate', 'other_low', 'other_high', 'low'
        ) }} as fewer_churned_low,
        {{ difference_bound(
            'called_churn_rate', 'called_low', 'called_high',
            'other_churn_rate', 'other_low', 'other_high', 'high'
        ) }} as fewer_churned_high

    from estimated

),

told as (

    select
        customer_group,
        cast(called_count as bigint) as called_count,
        cast(called_churned_count as bigint) as called_churned_count,
        cast(other_count as bigint) as other_count,
        cast(other_churned_count as bigint) as other_churned_count,
        fewer_churned,
        fewer_churned_low,
        fewer_churned_high,
        -- Of those who would have left, the share that the calls kept; only if it is more than
        -- chance. Exact decimals order the list.
        case
            when fewer_churned_low > 1e-9
                then {{ rounded_decimal(ratio('fewer_churned', 'other_churn_rate')) }}
        end as call_win_share

    from compared

)

select * from told
