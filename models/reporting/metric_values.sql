with

cells as (

    select * from {{ ref('int_metric_cells_compared') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

targets as (

    select * from {{ ref('int_metric_targets_placed') }}

),

scales as (

    select * from {{ ref('int_metric_scales_found') }}

),

targeted as (

    select
        cells.*,
        targets.target,
        targets.red_line,
        scales.better = 'lower' as is_lower_better

    from cells
    cross join as_of
    inner join scales
        on cells.metric = scales.metric
    left join targets
        on
            cells.metric = targets.metric
            and {{ is_same_slice('cells', 'targets') }}
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
        {{ without_negative_zero('value') }} as value,
        {{ without_negative_zero('value_low') }} as value_low,
        {{ without_negative_zero('value_high') }} as value_high,
        design_effect,
        is_complete,
        is_suppressed,
        is_small_sample,
        {{ without_negative_zero('previous_value') }} as previous_value,
        {{ without_negative_zero('change') }} as change,
        {{ without_negative_zero('change_low') }} as change_low,
        {{ without_negative_zero('change_high') }} as change_high,
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
{{ where_to_rebuild('period', condition='is_metric_period_to_rebuild') }}
