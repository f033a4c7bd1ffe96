{#- The models and seeds of the project that are not among some ids. -#}
{% macro models_not_in(unique_ids) -%}
    {%- set names = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ['model', 'seed'] and node.unique_id not in unique_ids
    -%}
        {%- do names.append(node.name) -%}
    {%- endfor -%}
    {{- return(names) -}}
{%- endmacro %}
