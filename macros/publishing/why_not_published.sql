{#- Why this run must not be published, as a sentence; nothing when it may. -#}
{% macro why_not_published(results) -%}
    {%- set bad = results | rejectattr('status', 'in', ['success', 'pass', 'warn']) | list -%}
    {%- if bad -%}
        {{- return(
            bad | length ~ ' of ' ~ results | length ~ ' nodes failed or were skipped, first '
            ~ bad[0].node.name ~ '. The published file of before stays as it was.'
        ) -}}
    {%- endif -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ['model', 'test', 'seed', 'snapshot']
        and node.unique_id not in selected_resources
    -%}
        {{- return(
            'only a part of the project was selected, without ' ~ node.name
            ~ '. The published file of before stays as it was.'
        ) -}}
    {%- endfor -%}
    {{- return('') -}}
{%- endmacro %}
