-- The monthly measures of stores, teams and regions, and what was done about the pains.
create table operations.measures as
with

months as (

    select
        starts.month_start,
        last_day(starts.month_start) as measured_on,
        cast(date_diff('month', settings.first_day, starts.month_start) as bigint) as month_number,
        month(starts.month_start) as month_of_year

    from settings
    cross join lateral (
        select cast(unnest(
            generate_series(
                date_trunc('month', settings.first_day), settings.last_day, interval 1 month
            )
        ) as date) as month_start
    ) as starts
    where last_day(starts.month_start) between settings.first_day and settings.last_day

),

stores as (

    select
        store,
        row_number() over (order by store) as store_number

    from cities
    where store is not null

),

numbered_teams as (

    select
        teams.*,
        row_number() over (order by team) as team_number

    from teams

),

delays as (

    select
        cast(date_trunc('month', delivered_at) as date) as month_start,
        region,
        count(*) filter (where is_late) as late_count,
        count(*) as delivery_count

    from placed_orders
    where is_sent and delivered_at is not null
    group by all

),

measured as (

    select
        months.measured_on,
        'store' as unit_type,
        stores.store as unit,
        'queue_minutes' as measure,
        round(
            3.5
            + case when months.month_of_year in (11, 12) then 4 else 0 end
            + 0.5 * stores.store_number
            + 2 * draw(months.month_number * 100 + stores.store_number, 'queue'),
            1
        ) as value
    from months
    cross join stores
    union all
    select
        months.measured_on,
        'store',
        stores.store,
        'stock_turnover',
        round(
            0.45
            + case when months.month_of_year = 11 then 0.3 else 0 end
            + 0.25 * draw(months.month_number * 100 + stores.store_number, 'stock'),
            2
        )
    from months
    cross join stores
    union all
    select
        months.measured_on,
        'team',
        numbered_teams.team,
        'staff_turnover',
        round(
            0.01 * case when backlogs.team is null then 1 else 3.5 end
            + 0.02 * draw(months.month_number * 100 + numbered_teams.team_number, 'staff'),
            3
        )
    from months
    cross join numbered_teams
    left join backlogs
        on
            numbered_teams.team = backlogs.team
            and months.measured_on between backlogs.starts_on and backlogs.ends_on + 30
    union all
    select
        months.measured_on,
        'region',
        delays.region,
        'delivery_delay_rate',
        round(delays.late_count / cast(delays.delivery_count as double), 4)
    from months
    inner join delays on months.month_start = delays.month_start

)

select
    measured_on,
    unit_type,
    unit,
    measure,
    value,
    cast(measured_on as timestamp) + interval 20 hours as updated_at
from measured;

create table improvement.actions as
with

planned as (

    select
        listed.*,
        settings.first_day + cast(
            floor((settings.last_day - settings.first_day) * listed.start_share) as integer
        ) as started_on,
        settings.first_day + cast(
            floor((settings.last_day - settings.first_day) * listed.finish_share) as integer
        ) as finish_day

    from settings
    cross join (
        values
        (
            'M01', 'Second shift for technical support', 'Luo Jing', 'slow first reply', 'support',
            'team', 'Technical support', 'first_response_minutes', 0.42, 0.47, 'done'
        ),
        (
            'M02', 'Roll back the firmware and call every owner', 'Gao Yuan', 'devices offline',
            'support', 'team', 'Technical support', 'csat', 0.44, 0.50, 'done'
        ),
        (
            'M03', 'Change the carrier in South China', 'Tang Wei', 'late parcels', 'delivery',
            'region', 'South China', 'complaint_rate', 0.64, 0.69, 'done'
        ),
        (
            'M04', 'Finish the help desk migration in Manchester', 'Helen Price',
            'slow first reply', 'support', 'team', 'UK care', 'first_response_minutes', 0.70, 0.76,
            'done'
        ),
        (
            'M05', 'Win-back calls after slow tickets', 'Lucy Shaw', 'customers leave',
            'relationship', 'segment', 'consumer', 'customer_retention', 0.85, 1.20, 'running'
        ),
        (
            'M06', 'Video guides for pairing', 'Mark Evans', 'too much effort', 'onboarding',
            null, null, 'ces', 0.55, 0.60, 'dropped'
        ),
        (
            'M07', 'A second carrier for England', 'Helen Price', 'late parcels', 'delivery',
            'region', 'South England', 'delivery_on_time_rate', 0.50, 0.55, 'done'
        ),
        (
            'M08', 'A second carrier for England', 'Helen Price', 'late parcels', 'delivery',
            'region', 'North England', 'delivery_on_time_rate', 0.50, 0.55, 'done'
        )
    ) as listed (
        action_id, title, owner, pain_point, touchpoint, dimension, dimension_value, metric,
        start_share, finish_share, action_status
    )

)

select
    action_id,
    cast(
        case when action_status = 'running' then started_on else finish_day end as timestamp
    ) + interval 9 hours as updated_at,
    title,
    owner,
    pain_point,
    touchpoint,
    dimension,
    dimension_value,
    metric,
    started_on,
    case when action_status != 'running' then finish_day end as finished_on,
    action_status
from planned;
