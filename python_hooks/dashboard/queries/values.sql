-- Every metric by period and slice, but for days, with two digits more than are shown. A cell of too few
-- events has neither value nor count. Of slices only changes beyond chance are told.
with

digits as (

    select metric, decimals + case when unit = 'share' then 4 else 2 end as digit_count
    from reporting.metric_catalogue

)

select
    page_values.metric,
    page_values.dimension,
    page_values.dimension_value,
    page_values.period,
    page_values.period_start,
    case when page_values.value is not null then page_values.event_count end as event_count,
    round(page_values.value, digits.digit_count) as value,
    round(page_values.value_low, digits.digit_count) as value_low,
    round(page_values.value_high, digits.digit_count) as value_high,
    case
        when page_values.dimension = 'all' or page_values.is_significant
            then round(page_values.change, digits.digit_count)
    end as change,
    case when page_values.dimension = 'all' then round(page_values.change_low, digits.digit_count) end
        as change_low,
    case when page_values.dimension = 'all' then round(page_values.change_high, digits.digit_count) end
        as change_high,
    page_values.is_significant,
    page_values.target,
    page_values.red_line,
    page_values.status,
    page_values.is_complete,
    page_values.is_suppressed
from page_values
inner join digits
    on page_values.metric = digits.metric
where page_values.period <> 'day'
order by
    page_values.metric,
    page_values.dimension,
    page_values.dimension_value,
    page_values.period,
    page_values.period_start
