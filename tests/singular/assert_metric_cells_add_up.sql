{{ config(enabled=var('publish_metric_cells') | string | lower == 'true') }}
-- Summed by month, the published cells give the total sums of metric_values.
with

months as (

    select
        metric,
        {{ start_of('month', 'event_date') }} as month_start,
        sum(event_count) as event_count,
        sum(numerator) as numerator,
        sum(denominator) as denominator

    from {{ ref('metric_cells') }}
    group by metric, {{ start_of('month', 'event_date') }}

),

shown as (

    select * from {{ ref('metric_values') }}
    where
        period = 'month'
        and dimension = 'all'
        and metric not in {{ metrics_with('statistic', ['median', 'p90']) }}
        and metric not in {{ metrics_with('is_rolling', [true]) }}

)

select
    shown.metric,
    shown.period_start,
    shown.numerator,
    months.numerator as cells_numerator,
    shown.denominator,
    months.denominator as cells_denominator

from shown
left join months
    on
        shown.metric = months.metric
        and shown.period_start = months.month_start
where
    months.metric is null
    or shown.event_count <> months.event_count
    or abs(shown.numerator - months.numerator) > 1e-9 * (1 + abs(shown.numerator))
    or abs(shown.denominator - months.denominator) > 1e-9 * (1 + abs(shown.denominator))
