with

cells as (

    select * from {{ ref('int_metric_cells_compared') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

targets as (

    select * from {{ ref('metric_targets') }}

),

targeted as (

    select
        cells.*,
        cast(targets.target as double) as target,
        cast(targets.red_line as double) as red_line,
        cells.metric in {{ metrics_with('better', ['lower']) }} as is_lower_better

    from cells
    cross join as_of
    left join targets
        on
            cells.metric = targets.metric
            and cells.dimension = targets.dimension
            and {{ spelling_key('cells.dimension_value') }}
            = {{ spelling_key('targets.dimension_value') }}
            and coalesce(cells.period_start, as_of.as_of_date) >= targets.valid_from
            and (
                targets.valid_to is null
                or coalesce(cells.period_start, as_of.as_of_date) <= targets.valid_to
            )

),

judged as (

    select
        metric,
        period,
        period_start,
        dimension,
        dimension_value,
        cast(event_count as bigint) as event_count,
        numerator,
        denominator,
        cast(value as double) as value,
        cast(value_low as double) as value_low,
        cast(value_high as double) as value_high,
        is_suppressed,
        is_small_sample,
        cast(previous_value as double) as previous_value,
        cast(change as double) as change,
        cast(change_low as double) as change_low,
        cast(change_high as double) as change_high,
        coalesce(adjusted_p_value <= {{ var('false_discovery_rate') }}, false) as is_significant,
        target,
        red_line,
        case
            when value is null or target is null then 'none'
            when is_lower_better and value <= target then 'green'
            when is_lower_better and value > red_line then 'red'
            when not is_lower_better and value >= target then 'green'
            when not is_lower_better and value < red_line then 'red'
            else 'amber'
        end as status

    from targeted

)

select * from judged
