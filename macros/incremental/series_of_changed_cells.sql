{#- The series of which metric_values has another complete week or month than in the build before. -#}
{% macro series_of_changed_cells() -%}
    (
        select
            changed.metric,
            changed.dimension,
            changed.dimension_value
        from {{ changes_of(
            'metric_values', ['metric', 'dimension', 'dimension_value', 'period', 'period_start']
        ) }} as changed
        inner join (
            select metric, known_until_on from {{ ref('int_metric_histories_dated') }}
            union all
            select metric, cast(known_until_on as date)
            from {{ changes_of('int_metric_histories_dated', ['metric', 'known_until_on']) }}
        ) as histories
            on
                changed.metric = histories.metric
                and {{ last_day_of_period('changed.period', 'cast(changed.period_start as date)') }}
                <= histories.known_until_on
        where
            changed.period
            = case
                when changed.metric in {{ metrics_with('smallest_period', ['month']) }} then 'month'
                else 'week'
            end
    ) as series
{%- endmacro %}
