{#- The series of which metric_values has another complete week or month than in the build before. -#}
{% macro series_of_changed_cells() -%}
    {%- set cells, histories = ref('metric_values'), ref('int_metric_histories_dated') -%}
    (
        select
            changed.metric,
            changed.dimension,
            changed.dimension_value
        from {{ changes_of(cells.schema ~ '.' ~ cells.identifier) }} as changed
        inner join (
            select * from {{ histories }}
            union all
            select * from {{ before_of(histories) }}
        ) as histories
            on
                changed.metric = histories.metric
                and {{ last_day_of_period('changed.period', 'changed.period_start') }}
                <= histories.known_until_on
        where
            changed.period
            = case
                when changed.metric in {{ metrics_with('smallest_period', ['month']) }} then 'month'
                else 'week'
            end
    ) as series
{%- endmacro %}
