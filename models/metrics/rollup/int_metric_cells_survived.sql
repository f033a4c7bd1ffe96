-- A duration that is still running is no duration yet, but it has lasted so long already: the
-- quantile is that of the Kaplan-Meier curve, which without running ones is the plain quantile.
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
        events.denominator as is_finished

    from events
    cross join {{ constant_rows('dimension', ['all'] + var('metric_dimensions')) }} as dimensions

),

placed as (

    select
        sliced.metric,
        periods.period,
        {{ period_start('periods.period', 'sliced.event_date') }} as period_start,
        sliced.dimension,
        sliced.dimension_value,
        sliced.duration,
        count(*) as event_count,
        sum(sliced.is_finished) as finished_count

    from sliced
    cross join {{ constant_rows('period', var('metric_periods')) }} as periods
    where
        sliced.dimension_value is not null
        and (
            periods.period not in ('week', 'day')
            or sliced.metric not in {{ metrics_with('smallest_period', ['month']) }}
        )
    group by
        sliced.metric,
        periods.period,
        {{ period_start('periods.period', 'sliced.event_date') }},
        sliced.dimension,
        sliced.dimension_value,
        sliced.duration

),

at_risk as (

    select
        *,
        sum(event_count) over (
            partition by metric, period, period_start, dimension, dimension_value
            order by duration desc
            rows between unbounded preceding and current row
        ) as at_risk_count

    from placed

),

survived as (

    select
        *,
        case
            when min(at_risk_count - finished_count) over so_far = 0 then 0
            else exp(sum(
                case
                    when at_risk_count > finished_count
                        then ln(1 - {{ ratio('finished_count', 'at_risk_count') }})
                end
            ) over so_far)
        end as survival,
        sum({{ greenwood_term('finished_count', 'at_risk_count') }}) over so_far as greenwood_sum,
        min(case when finished_count > 0 then duration end) over from_here_on
            as next_finished_duration,
        case
            when metric in {{ metrics_with('statistic', ['p90']) }} then 0.1
            else 0.5
        end as survival_at_quantile

    from at_risk
    window
        so_far as (
            partition by metric, period, period_start, dimension, dimension_value
            order by duration
            rows between unbounded preceding and current row
        ),
        from_here_on as (
            partition by metric, period, period_start, dimension, dimension_value
            order by duration
            rows between 1 following and unbounded following
        )

),

bounded as (

    select
        *,
        {{ log_log_bound('survival', 'greenwood_sum', 'low') }} as survival_low,
        {{ log_log_bound('survival', 'greenwood_sum', 'high') }} as survival_high,
        -- Where the curve runs level exactly at the quantile, the middle of the level.
        case
            when
                abs(survival - survival_at_quantile) < 1e-9
                and next_finished_duration is not null
                then (duration + next_finished_duration) * 0.5
            else duration
        end as duration_at_quantile

    from survived

),

summed as (

    select
        metric,
        period,
        period_start,
        dimension,
        dimension_value,
        sum(event_count) as event_count,
        cast(sum(duration * event_count) as double) as numerator,
        cast(sum(finished_count) as double) as denominator,
        min(
            case when survival < survival_at_quantile + 1e-9 then duration_at_quantile end
        ) as value,
        min(case when survival_low <= survival_at_quantile then duration end) as value_low,
        min(case when survival_high <= survival_at_quantile then duration end) as value_high

    from bounded
    group by metric, period, period_start, dimension, dimension_value

)

select * from summed
where value is not null
