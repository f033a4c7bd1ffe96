-- Quantiles of durations. A duration that still runs is censored, so the quantile is that of the
-- Kaplan-Meier curve. Without censored durations it is the plain quantile. Every duration is in a
-- cell of each period and dimension, and each cell is sorted. To save time, cells and ranks are
-- numbers. Equal durations are separate steps, which gives the same curve. Between two censored
-- durations the factors cancel to a ratio of the numbers at risk. So only these stretches are
-- multiplied, not every duration.
with

events as (

    select * from {{ ref('metric_events') }}
    where metric in {{ metrics_with('statistic', ['median', 'p90']) }}

),

-- From the longest down. Ties: a duration censored at time t is at risk for an event at t.
ranked as (

    select
        *,
        row_number() over (
            partition by metric order by numerator desc, denominator asc
        ) as event_rank

    from events

),

periods as (

    select
        period,
        row_number() over (order by period) as period_number

    from {{ constant_rows('period', var('metric_periods')) }} as periods

),

dates as (

    select
        metric,
        event_date,
        row_number() over (order by metric, event_date) as date_number

    from events
    group by metric, event_date

),

-- An incremental build makes the cells of the periods that changed.
dates_of_periods as (

    select
        dates.metric,
        dates.event_date,
        cast(dates.date_number as integer) as date_number,
        periods.period,
        periods.period_number,
        {{ period_start('periods.period', 'dates.event_date') }} as period_start

    from dates
    cross join periods
    {{ where_to_rebuild(
        'dates.metric', condition='is_duration_period_changed', period='periods.period',
        start=period_start('periods.period', 'dates.event_date')
    ) }}

),

dates_to_slice as (

    select distinct
        metric,
        event_date,
        date_number

    from dates_of_periods

),

dated as (

    select
        ranked.*,
        dates_to_slice.date_number

    from ranked
    inner join dates_to_slice
        on
            ranked.metric = dates_to_slice.metric
            and ranked.event_date = dates_to_slice.event_date

),

sliced as (

    select
        dated.metric,
        dated.date_number,
        cast(dated.event_rank as integer) as event_rank,
        dimensions.dimension,
        case dimensions.dimension
            {%- for dimension in var('metric_dimensions') %}
            when '{{ dimension }}' then dated.{{ dimension }}
            {%- endfor %}
            {%- for name, dimensions in metric_combinations().items() %}
            when '{{ name }}' then {{ combined_value(dimensions) }}
            {%- endfor %}
            else 'all'
        end as dimension_value,
        dated.numerator as duration,
        cast(dated.denominator as integer) as is_finished

    from dated
    cross join {{ constant_rows(
        'dimension', ['all'] + var('metric_dimensions') + metric_combinations() | list
    ) }} as dimensions

),

slices as (

    select
        metric,
        dimension,
        dimension_value,
        row_number() over (order by metric, dimension, dimension_value) as slice_number

    from sliced
    where dimension_value is not null
    group by metric, dimension, dimension_value
    -- A slice with too few durations over all time has too few in every period.
    having {{ is_kept_slice('count(*)') }}

),

series as (

    select
        slices.metric,
        slices.dimension,
        slices.dimension_value,
        periods.period,
        case
            when slices.metric in {{ metrics_with('statistic', ['p90']) }} then 0.1
            else 0.5
        end as survival_at_quantile,
        cast(
            slices.slice_number * {{ var('metric_periods') | length }} + periods.period_number
            as integer
        ) as series_number

    from slices
    cross join periods

),

placed as (

    select
        cast(
            slices.slice_number * {{ var('metric_periods') | length }} + periods.period_number
            as integer
        ) as series_number,
        slices.dimension,
        periods.period,
        periods.period_start,
        periods.event_date,
        sliced.event_rank,
        sliced.duration,
        sliced.is_finished

    from sliced
    inner join slices
        on
            sliced.metric = slices.metric
            and sliced.dimension = slices.dimension
            and sliced.dimension_value = slices.dimension_value
    inner join dates_of_periods as periods
        on sliced.date_number = periods.date_number
    where {{ is_kept_period('slices', 'dimension') }}

),

kept as (

    select
        series_number,
        period_start

    from placed
    group by series_number, dimension, period, period_start
    having {{ is_kept_cell('count(*)') }}

),

counted as (

    select
        placed.series_number,
        placed.period_start,
        placed.duration,
        placed.is_finished,
        cast(row_number() over (
            partition by placed.series_number, placed.period_start
            order by placed.event_rank
        ) as integer) as at_risk_count,
        cast(row_number() over (
            partition by placed.series_number, placed.period_start, placed.is_finished
            order by placed.event_rank
        ) as integer) as alike_count

    from placed
    inner join kept
        on
            placed.series_number = kept.series_number
            and placed.period_start is not distinct from kept.period_start

),

-- At risk at a duration are all durations as long or longer, itself included.
at_risk as (

    select
        series_number,
        period_start,
        duration,
        is_finished,
        at_risk_count,
        case
            when is_finished = 1 then at_risk_count - alike_count
            else alike_count
        end as running_count

    from counted

),

-- Durations with an event between the same two censored durations, and the first of the two.
stretches as (

    select
        series_number,
        period_start,
        running_count,
        max(at_risk_count) as first_at_risk_count,
        min(at_risk_count) as last_at_risk_count

    from at_risk
    group by series_number, period_start, running_count

),

begun as (

    select
        *,
        exp(coalesce(
            sum(ln({{ ratio('last_at_risk_count', 'first_at_risk_count') }})) over earlier, 0
        )) as survival_before,
        coalesce(
            sum(
                {{ ratio('1', 'last_at_risk_count') }} - {{ ratio('1', 'first_at_risk_count') }}
            ) over earlier,
            0
        ) as greenwood_before

    from stretches
    window earlier as (
        partition by series_number, period_start
        order by running_count desc
        rows between unbounded preceding and 1 preceding
    )

),

survived as (

    select
        at_risk.series_number,
        at_risk.period_start,
        at_risk.duration,
        at_risk.is_finished,
        series.survival_at_quantile,
        case
            when at_risk.is_finished = 1
                then
                    begun.survival_before
                    * {{ ratio('at_risk.at_risk_count - 1', 'begun.first_at_risk_count') }}
        end as survival,
        begun.greenwood_before
        + {{ ratio('1', 'at_risk.at_risk_count - 1') }}
        - {{ ratio('1', 'begun.first_at_risk_count') }} as greenwood_sum

    from at_risk
    inner join begun
        on
            at_risk.series_number = begun.series_number
            and at_risk.period_start is not distinct from begun.period_start
            and at_risk.running_count = begun.running_count
    inner join series
        on at_risk.series_number = series.series_number

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
        cast(sum(case when is_finished = 1 then duration else 0 end) as double) as numerator,
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

-- Where the value is null, too few durations have ended. The cell of all time stays without a
-- value, so that metric_coverage knows how many durations there are.
select * from valued
where
    value is not null
    or (period = 'all' and dimension = 'all')
