{#-
    The pairs of columns whose products are summed, each pair once: a constant, each driver's value,
    whether it is missing, and the target.
-#}
{% macro driver_products() -%}
    {%- set columns = ['c'] -%}
    {%- for place in range(1, 9) -%}
        {%- do columns.extend(['x' ~ place, 'm' ~ place]) -%}
    {%- endfor -%}
    {%- do columns.append('y') -%}
    {%- set pairs = [] -%}
    {%- for first in columns -%}
        {%- for second in columns[loop.index0:] -%}
            {%- do pairs.append((first, second)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(pairs) -}}
{%- endmacro %}
