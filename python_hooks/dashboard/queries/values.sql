-- Every metric by period and slice, but for days. Figures are whole numbers of the last digit that is
-- shown, so that they are rounded once; the bounds are steps from the value, so that they are short. A
-- cell of too few events has neither value nor count. Of slices only changes beyond chance are told.
with

scales as (

    select
        metric,
        pow(10, decimals + case when unit = 'share' then 2 else 0 end) as scale
    from reporting.metric_catalogue

),

scaled as (

    select
        page_values.*,
        cast(round(page_values.value * scales.scale) as bigint) as whole_value,
        cast(round(page_values.value_low * scales.scale) as bigint) as whole_low,
        cast(round(page_values.value_high * scales.scale) as bigint) as whole_high,
        cast(round(page_values.change * scales.scale) as bigint) as whole_change,
        cast(round(page_values.change_low * scales.scale) as bigint) as whole_change_low,
        cast(round(page_values.change_high * scales.scale) as bigint) as whole_change_high
    from page_values
    inner join scales
        on page_values.metric = scales.metric
    where page_values.period <> 'day'

)

select
    metric,
    dimension,
    dimension_value,
    period,
    period_start,
    case when value is not null then event_count end as event_count,
    whole_value,
    whole_value - whole_low as steps_to_low,
    whole_high - whole_value as steps_to_high,
    case when dimension = 'all' or is_significant then whole_change end as whole_change,
    case when dimension = 'all' then whole_change_low end as whole_change_low,
    case when dimension = 'all' then whole_change_high end as whole_change_high,
    is_significant,
    target,
    red_line,
    status,
    is_complete,
    is_suppressed
from scaled
order by metric, dimension, dimension_value, period, period_start
