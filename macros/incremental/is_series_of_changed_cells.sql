{#-
    For meta.rebuilt: the condition that alerts of a series (metric, dimension, dimension_value) may
    differ from the build before: a complete week of it changed, or month if the metric is monthly. A
    series of the whole company also changes with its slices, because they explain it. Of the column
    metric alone: the condition that any series of the metric may differ.
-#}
{% macro is_series_of_changed_cells(columns='metric, dimension, dimension_value') -%}
    ({{ columns }}) in (
        select ({{ columns }})
        from (
            select
                noted.metric,
                unnest([noted.dimension, 'all']) as dimension,
                unnest([noted.dimension_value, 'all']) as dimension_value
            from {{ changes_of(
                'metric_values', ['metric', 'dimension', 'dimension_value', 'period', 'period_start']
            ) }} as noted
            inner join (
                select metric, known_until_on from {{ ref('int_metric_histories_dated') }}
                union all
                select metric, cast(known_until_on as date)
                from {{ changes_of('int_metric_histories_dated', ['metric', 'known_until_on']) }}
            ) as histories
                on
                    noted.metric = histories.metric
                    and {{ last_day_of_period('noted.period', 'cast(noted.period_start as date)') }}
                    <= histories.known_until_on
            where
                noted.period
                = case
                    when noted.metric in {{ metrics_with('smallest_period', ['month']) }} then 'month'
                    else 'week'
                end
        ) as changed
    )
{%- endmacro %}
