{#-
    The dimension columns of a metric event: those named are taken from the fact, the others are
    null. The list of all is the variable metric_dimensions.
-#}
{% macro metric_dimensions(present) -%}
    {%- for dimension in var('metric_dimensions') -%}
        {{ dimension if dimension in present else 'cast(null as string) as ' ~ dimension }}
        {{- ',\n        ' if not loop.last -}}
    {%- endfor -%}
{%- endmacro %}
