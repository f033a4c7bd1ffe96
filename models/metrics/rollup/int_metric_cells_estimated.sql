-- Every cell of every metric with its value and interval; too small a cell hides them.
with

cells as (

    select
        metric,
        period,
        period_start,
        dimension,
        dimension_value,
        event_count,
        numerator,
        denominator,
        numerator_square_sum,
        sample_size,
        value,
        value_low,
        value_high

    from {{ ref('int_metric_cells_summed') }}

    union all

    select
        metric,
        period,
        period_start,
        dimension,
        dimension_value,
        event_count,
        numerator,
        denominator,
        cast(null as double) as numerator_square_sum,
        event_count as sample_size,
        value,
        value_low,
        value_high

    from {{ ref('int_metric_cells_survived') }}

),

flagged as (

    select
        *,
        sample_size < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        sample_size < {{ var('minimum_event_counts').small }} as is_small_sample

    from cells

)

select
    metric,
    period,
    period_start,
    dimension,
    dimension_value,
    event_count,
    numerator,
    denominator,
    numerator_square_sum,
    is_suppressed,
    is_small_sample,
    case when not is_suppressed then value end as value,
    case when not is_suppressed then value_low end as value_low,
    case when not is_suppressed then value_high end as value_high
from flagged
