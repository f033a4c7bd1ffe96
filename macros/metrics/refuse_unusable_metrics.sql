{#- Stop before anything runs at metrics that are declared wrongly; all faults at once. -#}
{% macro refuse_unusable_metrics() -%}
    {%- set faults = metric_faults() if execute else [] -%}
    {%- if faults -%}
        {{- exceptions.raise_compiler_error(faults | join('\n')) -}}
    {%- endif -%}
{%- endmacro %}
