{#-
    The variable metric_combinations, the longest combinations first. A grouping set of a, b and c
    also contains a and b, so it must be recognised first.
-#}
{% macro metric_combinations() -%}
    {%- set ordered = {} -%}
    {%- for size in range(var('metric_dimensions') | length, 1, -1) -%}
        {%- for name, dimensions in var('metric_combinations').items() if dimensions | length == size -%}
            {%- do ordered.update({name: dimensions}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(ordered) -}}
{%- endmacro %}
