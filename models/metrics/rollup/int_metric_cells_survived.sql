-- A duration that is still running is no duration yet, but it has lasted so long already: the
-- quantile is that of the Kaplan-Meier curve, which without running ones is the plain quantile.
-- Every duration stands in a cell of each period and dimension, and each cell is sorted: so cells
-- are told apart by numbers there, and equal durations are steps of their own, which come to the
-- same curve.
with

events as (

    select * from {{ ref('metric_events') }}
    where metric in {{ metrics_with('statistic', ['median', 'p90']) }}

),

sliced as (

    select
        events.metric,
        events.event_date,
        dimensions.dimension,
        case dimensions.dimension
            {%- for dimension in var('metric_dimensions') %}
            when '{{ dimension }}' then events.{{ dimension }}
            {%- endfor %}
            else 'all'
        end as dimension_value,
        events.numerator as duration,
        cast(events.denominator as integer) as is_finished

    from events
    cross join {{ constant_rows('dimension', ['all'] + var('metric_dimensions')) }} as dimensions

),

slices as (

    select
        metric,
        dimension,
        dimension_value

    from sliced
    where dimension_value is not null
    group by metric, dimension, dimension_value

),

series as (

    select
        slices.metric,
        slices.dimension,
        slices.dimension_value,
        periods.period,
        row_number() over (
            order by slices.metric, slices.dimension, slices.dimension_value, periods.period
        ) as series_number

    from slices
    cross join {{ constant_rows('period', var('metric_periods')) }} as periods
    where
        periods.period not in ('week', 'day')
        or slices.metric not in {{ metrics_with('smallest_period', ['month']) }}

),

placed as (

    select
        series.series_number,
        {{ period_start('series.period', 'sliced.event_date') }} as period_start,
        sliced.duration,
        sliced.is_finished,
        case
            when sliced.metric in {{ metrics_with('statistic', ['p90']) }} then 0.1
            else 0.5
        end as survival_at_quantile

    from sliced
    inner join series
        on
            sliced.metric = series.metric
            and sliced.dimension = series.dimension
            and sliced.dimension_value = series.dimension_value

),

at_risk as (

    select
        *,
        row_number() over (
            partition by series_number, period_start
            order by duration desc, is_finished asc
        ) as at_risk_count

    from placed

),

followed as (

    select
        *,
        sum(
            case
                when is_finished = 1 and at_risk_count > 1
                    then ln(1 - {{ ratio('1', 'at_risk_count') }})
            end
        ) over so_far as log_survival,
        sum(
            case when is_finished = 1 then {{ greenwood_term('1', 'at_risk_count') }} end
        ) over so_far as greenwood_sum

    from at_risk
    window so_far as (
        partition by series_number, period_start
        order by at_risk_count desc
        rows between unbounded preceding and current row
    )

),

survived as (

    select
        *,
        case
            when is_finished = 1 and at_risk_count = 1 then 0
            else exp(log_survival)
        end as survival

    from followed

),

bounded as (

    select
        *,
        {{ log_log_bound('survival', 'greenwood_sum', 'low') }} as survival_low,
        {{ log_log_bound('survival', 'greenwood_sum', 'high') }} as survival_high

    from survived

),

summed as (

    select
        series_number,
        period_start,
        count(*) as event_count,
        cast(sum(duration) as double) as numerator,
        cast(sum(is_finished) as double) as denominator,
        {{ survival_quantile('survival', 'survival_at_quantile', 'duration') }} as value,
        min(case when survival_low <= survival_at_quantile then duration end) as value_low,
        min(case when survival_high <= survival_at_quantile then duration end) as value_high

    from bounded
    group by series_number, period_start

),

valued as (

    select
        series.metric,
        series.period,
        summed.period_start,
        series.dimension,
        series.dimension_value,
        summed.event_count,
        summed.numerator,
        summed.denominator,
        summed.value,
        summed.value_low,
        summed.value_high

    from summed
    inner join series
        on summed.series_number = series.series_number

)

select * from valued
where value is not null
