{#- Why this run must not be published, as a sentence; nothing when it may. -#}
{% macro why_not_published(results) -%}
    {%- set bad = results | rejectattr('status', 'in', ['success', 'pass', 'warn']) | list -%}
    {%- if bad -%}
        {%- set failed = bad | rejectattr('status', 'equalto', 'skipped') | list -%}
        {%- set first = (failed or bad)[0] -%}
        {%- set remedies = [] -%}
        {%- for result in failed if remedy_for(result.message) -%}
            {%- do remedies.append(remedy_for(result.message)) -%}
        {%- endfor -%}
        {{- return(
            first.node.name ~ ' failed; ' ~ failed | length ~ ' of ' ~ results | length
            ~ ' nodes failed and ' ~ (bad | length - failed | length) ~ ' were skipped. '
            ~ 'The published file of before stays as it was.'
            ~ (remedies | first if remedies else '')
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
