{#-
    `grouping sets`: some columns alone, and with each dimension in turn. Other columns are grouped
    with each combination of dimensions.
-#}
{% macro dimension_sets(columns, dimensions=none, combinations={}, combination_columns=[]) -%}
    grouping sets (
        ({{ columns | join(', ') }})
        {%- for dimension in dimensions or var('metric_dimensions') %},
        ({{ columns | join(', ') }}, {{ dimension }})
        {%- endfor %}
        {%- for combined in combinations.values() %},
        ({{ (combination_columns + combined) | join(', ') }})
        {%- endfor %}
    )
{%- endmacro %}
