{#-
    For meta.rebuilt: the condition that alerts of a series (metric, dimension, dimension_value) may
    differ from the build before: a complete week of it changed, or month if the metric is monthly. A
    series of the whole company also changes with its slices, because they explain it.
-#}
{% macro is_series_of_changed_cells() -%}
    {%- set changed = series_of_changed_cells() -%}
    (
        (metric, dimension, dimension_value)
        in (select (metric, dimension, dimension_value) from {{ changed }})
        or (dimension = 'all' and metric in (select metric from {{ changed }}))
    )
{%- endmacro %}
