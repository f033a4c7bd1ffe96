-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
with

days as (

    select * from {{ ref('int_metric_events_summed_by_day') }}

),

placed as (

    select
        days.*,
        periods.period,
        {{ period_start('periods.period', 'days.event_date') }} as period_start

    from days
    cross join {{ constant_rows('period', var('metric_periods')) }} as periods
    where {{ is_kept_period('days', 'dimension') }}
    {{ where_to_rebuild(
        'periods.period', 'and', 'is_metric_period_to_rebuild', with_period_before=true,
        start=period_start('periods.period', 'days.event_date')
    ) }}

),

-- The events of a rolling metric look back over months that neighbours share, so they cannot be
-- summed over time. A longer period uses its newest month.
newest as (

    select
        days.metric,
        periods.period,
        {{ period_start('periods.period', 'days.event_date') }} as period_start,
        max(days.event_date) as event_date

    from days
    cross join {{ constant_rows('period', var('metric_periods')) }} as periods
    where days.metric in {{ metrics_with('is_rolling', [true]) }}
    group by
        days.metric, periods.period, {{ period_start('periods.period', 'days.event_date') }}

),

chosen as (

    select placed.*
    from placed
    left join newest
        on
            placed.metric = newest.metric
            and placed.period = newest.period
            and placed.period_start is not distinct from newest.period_start
    where newest.metric is null or placed.event_date = newest.event_date

),

summed as (

    select
        metric,
        period,
        period_start,
        dimension,
        dimension_value,
        sum(event_count) as event_count,
        cast(sum(numerator) as double) as numerator,
        cast(sum(denominator) as double) as denominator,
        cast(sum(numerator_square_sum) as double) as numerator_square_sum,
        cast(sum(product_sum) as double) as product_sum,
        cast(sum(denominator_square_sum) as double) as denominator_square_sum

    from chosen
    group by metric, period, period_start, dimension, dimension_value

),

valued as (

    select
        *,
        {{ ratio('numerator', 'denominator') }} as value,
        case
            when metric in {{ metrics_with('statistic', ['rate']) }} then denominator
            else event_count
        end as sample_size

    from summed
    where denominator > 0

),

kept as (

    select * from valued
    where {{ is_kept_cell('sample_size') }}

),

-- Several answers of one customer are not independent. The interval uses the equivalent number of
-- independent answers (design effect).
weighed as (

    select
        kept.*,
        {{ design_effect(
            'kept.event_count', 'kept.numerator', 'kept.numerator_square_sum',
            'repeats.repeat_count', 'repeats.pair_count',
            'repeats.numerator_pair_sum', 'repeats.product_pair_sum'
        ) }} as design_effect

    from kept
    left join {{ ref('int_metric_repeats_summed') }} as repeats
        on
            kept.metric = repeats.metric
            and kept.period = repeats.period
            and kept.period_start is not distinct from repeats.period_start
            and kept.dimension = repeats.dimension
            and kept.dimension_value = repeats.dimension_value

),

effective as (

    select
        *,
        {{ ratio('event_count', 'design_effect') }} as effective_count,
        {{ ratio('numerator', 'design_effect') }} as effective_numerator,
        {{ ratio('denominator', 'design_effect') }} as effective_denominator,
        {{ ratio('numerator_square_sum', 'design_effect') }} as effective_square_sum

    from weighed

),

bounded as (

    select
        *,
        {%- for side in ['low', 'high'] %}
        case
            when metric in {{ metrics_with('statistic', ['nps']) }}
                then {{ nps_interval_bound(
                    'effective_count', 'effective_numerator', 'effective_square_sum', side
                ) }}
            when metric in {{ metrics_with('statistic', ['proportion']) }}
                then {{ wilson_bound('effective_numerator', 'effective_denominator', side) }}
            when metric in {{ metrics_with('statistic', ['mean']) }}
                then {{ mean_bound(
                    'effective_count', 'effective_numerator', 'effective_square_sum', side
                ) }}
            when metric in {{ metrics_with('statistic', ['rate']) }}
                then {{ poisson_rate_bound('numerator', 'denominator', side) }}
            when
                metric in {{ metrics_with('statistic', ['ratio']) }}
                -- If all values are equal, the variance is unknown, so there is no interval.
                and {{ ratio_standard_error(
                    'event_count', 'numerator', 'denominator',
                    'numerator_square_sum', 'product_sum', 'denominator_square_sum'
                ) }} > 0
                then {{ ratio_bound(
                    'event_count', 'numerator', 'denominator',
                    'numerator_square_sum', 'product_sum', 'denominator_square_sum', side
                ) }}
        end as bound_{{ side }}{{ ',' if not loop.last }}
        {%- endfor %}

    from effective

),

-- A share is between 0 and 1, so the interval of a ratio is cut there.
cut as (

    select
        *,
        case
            when metric in {{ metrics_with('unit', ['share']) }} and bound_low < 0 then 0
            else bound_low
        end as value_low,
        case
            when metric in {{ metrics_with('unit', ['share']) }} and bound_high > 1 then 1
            else bound_high
        end as value_high

    from bounded

)

select * from cut
