-- The first and last day for which each metric can be known. An outcome may come later: an
-- invitation may be answered for 30 days. A metric may look back: a lapsed customer has not bought
-- for 180 days. These days are subtracted at the end and added at the beginning. The events begin
-- on their first day. For a rolling metric this is the first day with a value, since its periods
-- use their newest day only.
with

as_of as (

    select * from {{ ref('int_as_of') }}

),

history as (

    select * from {{ ref('int_histories_begun') }}

),

thresholds as (

    select max(case when threshold = 'lapsed_after' then days end) as lapsed_after_days
    from {{ ref('lifecycle_thresholds') }}

),

metrics as (
    {% for metric in var('metrics') %}
    {{ 'union all' if not loop.first }}
    select
        '{{ metric }}' as metric,
        {{ days_until_known(metric) }} as days_until_known,
        {{ {'lapses': 'history.lapses_known_from_on', 'orders': 'history.orders_begin_on'}.get(
            metric_meta(metric).get('known_from'), 'cast(null as date)'
        ) }} as known_from_on
    from thresholds
    cross join history
    {%- endfor %}

),

days as (

    select
        metric,
        event_date

    from {{ ref('int_metric_days_fingerprinted') }}
    where has_denominator or metric not in {{ metrics_with('is_rolling', [true]) }}

    union all

    select
        metric,
        event_date

    from {{ ref('int_durations_summed_by_day') }}

),

begun as (

    select
        metric,
        min(event_date) as events_begin_on

    from days
    group by metric

),

dated as (

    select
        metrics.metric,
        metrics.known_from_on,
        {{ date_plus_days('as_of.as_of_date', '-metrics.days_until_known') }} as known_until_on,
        begun.events_begin_on

    from metrics
    cross join as_of
    left join begun
        on metrics.metric = begun.metric

)

select * from dated
