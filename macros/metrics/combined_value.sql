{#-
    The dimension_value of a combination: its values with ' | ' between them; null where one is null.
    A bar within a value is doubled, so that a single bar between blanks always parts two values.
-#}
{% macro combined_value(dimensions) -%}
    replace({{ dimensions | join(", '|', '||') || ' | ' || replace(") }}, '|', '||')
{%- endmacro %}
