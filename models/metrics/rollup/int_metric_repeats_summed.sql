-- The contribution of customers with several events in a cell to its sums of squares
-- (design_effect). Only the pairs of their events are needed; for a customer with one event the
-- sums of the cell are enough. A customer with one event in a period has one in each slice, too. So
-- most events of a day or week drop out before the slices.
{%- set combinations = metric_combinations() %}
with

events as (

    select
        *,
        count(*) over (partition by metric, customer_id) as customer_event_count

    from {{ ref('metric_events') }}
    where
        metric in {{ metrics_with('is_clustered', [true]) }}
        and customer_id is not null

),

placed as (

    select
        events.*,
        periods.period,
        {{ period_start('periods.period', 'events.event_date') }} as period_start

    from events
    cross join {{ constant_rows('period', var('metric_periods')) }} as periods
    where
        events.customer_event_count > 1
        and {{ is_kept_period('events') }}
        {{ where_to_rebuild(
            'periods.period', 'and', 'is_metric_period_to_rebuild', with_period_before=true,
            start=period_start('periods.period', 'events.event_date')
        ) }}

),

counted as (

    select
        *,
        count(*) over (partition by metric, period, period_start, customer_id)
            as period_event_count

    from placed

),

customers as (

    select
        metric,
        period,
        period_start,
        {{ grouped_dimension(var('metric_dimensions'), combinations) }},
        count(*) as event_count,
        cast(sum(numerator) as decimal(18, 4)) as numerator,
        sum({{ exact_square('numerator') }}) as numerator_square_sum

    from counted
    where period_event_count > 1
    group by {{ dimension_sets(
        ['metric', 'period', 'period_start', 'customer_id'], none, combinations,
        ['metric', 'period', 'period_start', 'customer_id']
    ) }}
    having count(*) > 1

),

summed as (

    select
        metric,
        period,
        period_start,
        dimension,
        dimension_value,
        {{ pair_sums('event_count', 'numerator', 'numerator_square_sum') }}

    from customers
    where dimension_value is not null
    group by metric, period, period_start, dimension, dimension_value

)

select * from summed
