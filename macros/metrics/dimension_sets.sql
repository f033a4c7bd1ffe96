{#- Group by some columns alone, and with each dimension in turn. -#}
{% macro dimension_sets(columns, dimensions=none) -%}
    grouping sets (
        ({{ columns | join(', ') }})
        {%- for dimension in dimensions or var('metric_dimensions') %},
        ({{ columns | join(', ') }}, {{ dimension }})
        {%- endfor %}
    )
{%- endmacro %}
