{#- Group by some columns alone, and with each dimension in turn. -#}
{% macro dimension_sets(columns) -%}
    grouping sets (
        ({{ columns | join(', ') }})
        {%- for dimension in var('metric_dimensions') %},
        ({{ columns | join(', ') }}, {{ dimension }})
        {%- endfor %}
    )
{%- endmacro %}
