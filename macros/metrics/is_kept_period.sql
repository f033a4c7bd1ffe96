{#-
    Whether rows have a cell of periods.period. Monthly metrics and combinations of dimensions have
    no weeks and days. dimension: the dimension column of the rows, if they have one at that step.
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
