{#- What is multiplied: a constant, each driver's value and whether it is missing, and the target. -#}
{% macro driver_columns() -%}
    {%- set columns = ['c'] -%}
    {%- for place in range(1, 9) -%}
        {%- do columns.extend(['x' ~ place, 'm' ~ place]) -%}
    {%- endfor -%}
    {{- return(columns + ['y']) -}}
{%- endmacro %}
