-- Every cell of every metric with its value and interval. A cell with too few events has neither. A
-- period is complete if all its events are known, and if the history of the metric begins in its
-- first tenth at the latest. Example: a history that begins on January 15 covers half of that
-- January.
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
        effective_count,
        effective_numerator,
        effective_square_sum,
        sample_size,
        design_effect,
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
        cast(null as double) as effective_count,
        cast(null as double) as effective_numerator,
        cast(null as double) as effective_square_sum,
        event_count as sample_size,
        cast(1 as double) as design_effect,
        value,
        value_low,
        value_high

    from {{ ref('int_metric_cells_survived') }}
    {{ where_to_rebuild(
        'period', condition='is_metric_period_to_rebuild', with_period_before=true
    ) }}

),

histories as (

    select * from {{ ref('int_metric_histories_dated') }}

),

dated as (

    select
        cells.*,
        {{ last_day_of_period('cells.period', 'cells.period_start') }} as period_end,
        histories.events_begin_on,
        histories.known_until_on

    from cells
    inner join histories
        on cells.metric = histories.metric

),

flagged as (

    select
        *,
        period_start is null
        or (
            period_end <= known_until_on
            and {{ days_between('period_start', 'events_begin_on') }} * 10
            <= {{ days_between('period_start', 'period_end') }} + 1
        ) as is_complete,
        sample_size < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        sample_size < {{ var('minimum_event_counts').small }} as is_small_sample

    from dated

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
    effective_count,
    effective_numerator,
    effective_square_sum,
    is_complete,
    is_suppressed,
    is_small_sample,
    case when not is_suppressed then design_effect end as design_effect,
    case when not is_suppressed then value end as value,
    case when not is_suppressed then value_low end as value_low,
    case when not is_suppressed then value_high end as value_high
from flagged
