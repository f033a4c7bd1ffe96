{#-
    Whether rows have a cell of periods.period: metrics by month have no weeks and days, nor have
    combinations of dimensions. dimension: the column of the rows' dimension, where they have one yet.
-#}
{% macro is_kept_period(relation, dimension=none) -%}
    (
            periods.period not in ('week', 'day')
            or (
                {{ relation }}.metric not in {{ metrics_with('smallest_period', ['month']) }}
                {%- if dimension %}
                and {{ relation }}.{{ dimension }} not in {{ combination_names() }}
                {%- endif %}
            )
        )
{%- endmacro %}
