{#- The names of the variable metric_combinations, as a list for SQL's in. -#}
{% macro combination_names() -%}
    ('{{ (var('metric_combinations') | list or ['']) | join("', '") }}')
{%- endmacro %}
