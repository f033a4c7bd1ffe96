{#- Stop before the first model if a metric is declared wrongly. The message lists all faults. -#}
{% macro refuse_unusable_metrics() -%}
    {%- set faults = metric_faults() if execute else [] -%}
    {%- if faults -%}
        {{- exceptions.raise_compiler_error(faults | join('\n')) -}}
    {%- endif -%}
{%- endmacro %}
