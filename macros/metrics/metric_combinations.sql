{#-
    The variable metric_combinations, the longest combinations first: a set of a, b and c is one of a
    and b, too, and must be told first.
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
