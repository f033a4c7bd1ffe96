-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The open tickets at the end of each month, with their age. The current month counts as of today.
with

spans as (

    select
        spans.ticket_id,
        spans.created_at,
        spans.starts_at,
        spans.ends_at,
        as_of.as_of,
        {{ start_of('month', local_time('spans.starts_at')) }} as first_month,
        {{ start_of('month', local_time('coalesce(spans.ends_at, as_of.as_of)')) }}
            as last_month

    from {{ ref('int_tickets_open_spanned') }} as spans
    cross join {{ ref('int_as_of') }} as as_of
    where spans.starts_at <= as_of.as_of

),

months as (

    select
        ticket_id,
        created_at,
        ends_at,
        as_of,
        {{ series_of_dates('first_month', 'last_month', 'month') }} as month_start

    from spans

),

dated as (

    select
        ticket_id,
        created_at,
        ends_at,
        month_start,
        least(
            as_of,
            {{ moment_of_local_time(date_plus_days(last_day_of_month('month_start'), 1)) }}
        ) as counted_at

    from months

),

open_tickets as (

    select
        ticket_id,
        month_start,
        {{ minutes_between('created_at', 'counted_at') }} / 1440.0 as age_days

    from dated
    where
        ends_at is null
        or ends_at > counted_at

)

select * from open_tickets
