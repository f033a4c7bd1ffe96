{#- What the YAML of a metric says of it (config.meta), with its description. -#}
{% macro metric_meta(metric) -%}
    {%- if not execute -%}
        {{- return({}) -}}
    {%- endif -%}
    {%- set node = graph.nodes['model.' ~ project_name ~ '.metric_' ~ metric] -%}
    {%- set meta = dict(node.config.meta) -%}
    {%- do meta.update(description=node.description) -%}
    {{- return(meta) -}}
{%- endmacro %}
