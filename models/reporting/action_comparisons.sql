-- The slices of each improvement action and their comparison slices, before and after: the input of
-- action_effects. Only complete months count.
with

groups as (

    select
        aimed.action_group,
        aimed.metric,
        aimed.dimension,
        aimed.before_from,
        aimed.before_until,
        aimed.after_from,
        aimed.after_until,
        catalogue.statistic in ('median', 'p90') as is_ratio

    from {{ ref('int_actions_aimed') }} as aimed
    inner join {{ ref('metric_catalogue') }} as catalogue
        on aimed.metric = catalogue.metric
    where
        aimed.is_carried_out
        and aimed.dimension <> 'all'
    group by
        aimed.action_group,
        aimed.metric,
        aimed.dimension,
        aimed.before_from,
        aimed.before_until,
        aimed.after_from,
        aimed.after_until,
        catalogue.statistic

),

carried_out as (

    select * from {{ ref('int_actions_aimed') }}
    where is_carried_out

),

-- Slices with this action (1) or with another action at the same time (0).
touched as (

    select
        groups.action_group,
        carried_out.slice_key,
        max(case when carried_out.action_group = groups.action_group then 1 else 0 end) as is_own,
        count(case when carried_out.action_group <> groups.action_group then 1 end) as other_count

    from groups
    inner join carried_out
        on
            groups.dimension = carried_out.dimension
            and groups.after_until >= carried_out.started_on
            and coalesce(carried_out.finished_on, carried_out.after_until) >= groups.before_from
    group by groups.action_group, carried_out.slice_key

),

durations as (

    select * from {{ ref('int_metric_cells_survived') }}
    where period = 'month'

),

months as (

    select
        groups.action_group,
        cells.metric,
        cells.dimension,
        cells.dimension_value,
        groups.is_ratio,
        cells.period_start >= groups.after_from as is_after,
        cells.event_count,
        -- Several months are combined by their sums. Durations have no usable sums, so their months
        -- are weighted by the number of events.
        cast(
            case when groups.is_ratio then cells.event_count else cells.denominator end
            as decimal(38, 4)
        ) as weight,
        cast(
            case
                when groups.is_ratio
                    then cells.event_count * coalesce(cells.value, durations.value)
                else cells.numerator
            end as decimal(38, 4)
        ) as weighted_value,
        cells.value is not null and cells.value_high > cells.value_low as is_noise_known,
        -- The standard error from the interval of the month; for durations relative to the value.
        {{ ratio(
            'cells.value_high - cells.value_low',
            '2 * 1.959964 * case when groups.is_ratio then cells.value else 1 end'
        ) }} as standard_error

    from groups
    inner join {{ ref('metric_values') }} as cells
        on
            groups.metric = cells.metric
            and groups.dimension = cells.dimension
            and cells.period = 'month'
            and cells.is_complete
            and (
                (
                    groups.before_from <= cells.period_start
                    and {{ last_day_of_month('cells.period_start') }} <= groups.before_until
                )
                or (
                    groups.after_from <= cells.period_start
                    and {{ last_day_of_month('cells.period_start') }} <= groups.after_until
                )
            )
    left join durations
        on
            cells.metric = durations.metric
            and cells.period_start = durations.period_start
            and cells.dimension = durations.dimension
            and cells.dimension_value = durations.dimension_value

),

summed as (

    select
        action_group,
        metric,
        dimension,
        dimension_value,
        is_ratio,
        {%- for side, condition in [('before', 'not is_after'), ('after', 'is_after')] %}
        count(case when {{ condition }} then 1 end) as {{ side }}_month_count,
        coalesce(cast(sum(case when {{ condition }} then event_count end) as bigint), 0)
            as {{ side }}_event_count,
        cast(sum(case when {{ condition }} then weight end) as double) as {{ side }}_weight,
        {{ ratio(
            'sum(case when ' ~ condition ~ ' then weighted_value end)',
            'sum(case when ' ~ condition ~ ' then weight end)'
        ) }} as {{ side }}_value,
        {%- endfor %}
        {{ ratio(
            'sum(case when is_noise_known then cast('
            ~ 'standard_error * standard_error * cast(weight as double) * cast(weight as double)'
            ~ ' as decimal(38, 6)) end)',
            'sum(case when is_noise_known then weight end)'
        ) }} as noise

    from months
    where
        weight > 0
        and weighted_value is not null
    group by action_group, metric, dimension, dimension_value, is_ratio

),

judged as (

    select
        summed.action_group,
        summed.metric,
        summed.dimension,
        summed.dimension_value,
        coalesce(touched.is_own = 1, false) as is_treated,
        coalesce(touched.other_count, 0) as other_action_count,
        summed.before_month_count,
        summed.after_month_count,
        summed.before_event_count,
        summed.after_event_count,
        case
            when summed.before_event_count >= {{ var('minimum_event_counts').hidden }}
                then summed.before_value
        end as before_value,
        case
            when summed.after_event_count >= {{ var('minimum_event_counts').hidden }}
                then summed.after_value
        end as after_value,
        summed.before_weight,
        summed.after_weight,
        summed.is_ratio,
        summed.noise

    from summed
    left join touched
        on
            summed.action_group = touched.action_group
            and {{ spelling_key('summed.dimension_value') }} = touched.slice_key

),

used as (

    select
        action_group,
        metric,
        dimension,
        dimension_value,
        is_treated,
        -- A slice with another action cannot be a comparison.
        before_value is not null
        and after_value is not null
        and before_month_count >= {{ var('action_effects').minimum_months }}
        and after_month_count >= {{ var('action_effects').minimum_months }}
        and (is_treated or other_action_count = 0) as is_used,
        other_action_count,
        before_month_count,
        after_month_count,
        before_event_count,
        after_event_count,
        before_value,
        after_value,
        before_weight,
        after_weight,
        is_ratio,
        noise

    from judged

)

select * from used
order by action_group asc, is_treated desc, dimension_value asc
