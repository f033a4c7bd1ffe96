{#-
    The config.meta of a metric's YAML with its description. The lines of a Chinese text are joined
    without blanks.
-#}
{% macro metric_meta(metric) -%}
    {%- if not execute -%}
        {{- return({}) -}}
    {%- endif -%}
    {%- set node = graph.nodes['model.' ~ project_name ~ '.metric_' ~ metric] -%}
    {%- set meta = dict(node.config.meta) -%}
    {%- do meta.update(
        description=node.description,
        description_zh=(meta.get('description_zh') or '') | trim | replace("\n", ''),
        when_red=(meta.get('when_red') or '') | trim,
        when_red_zh=(meta.get('when_red_zh') or '') | trim | replace("\n", ''),
    ) -%}
    {{- return(meta) -}}
{%- endmacro %}
