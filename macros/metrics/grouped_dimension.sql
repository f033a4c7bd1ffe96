{#-
    The columns dimension and dimension_value of rows that are grouped by dimension_sets. A set of
    several dimensions is a combination. A row without a dimension is the total: dimension 'all'.
-#}
{% macro grouped_dimension(dimensions, combinations={}) -%}
    case
            {%- for name, combined in combinations.items() %}
            when grouping({{ combined | join(') + grouping(') }}) = 0 then '{{ name }}'
            {%- endfor %}
            {%- for dimension in dimensions %}
            when grouping({{ dimension }}) = 0 then '{{ dimension }}'
            {%- endfor %}
            else 'all'
        end as dimension,
        case
            {%- for combined in combinations.values() %}
            when grouping({{ combined | join(') + grouping(') }}) = 0
                then {{ combined_value(combined) }}
            {%- endfor %}
            {%- for dimension in dimensions %}
            when grouping({{ dimension }}) = 0 then {{ dimension }}
            {%- endfor %}
            else 'all'
        end as dimension_value
{%- endmacro %}
