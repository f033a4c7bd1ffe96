{#-
    The dimension_value of a combination: its values joined with ' | '; null if one of them is null.
    A bar within a value is doubled, so that ' | ' always separates two values.
-#}
{% macro combined_value(dimensions) -%}
    replace({{ dimensions | join(", '|', '||') || ' | ' || replace(") }}, '|', '||')
{%- endmacro %}
