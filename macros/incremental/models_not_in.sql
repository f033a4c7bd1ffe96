{#- The models and seeds of the project that are not among some ids. -#}
{% macro models_not_in(unique_ids) -%}
    {{- return(
        graph.nodes.values() | selectattr('resource_type', 'in', ['model', 'seed'])
        | rejectattr('unique_id', 'in', unique_ids) | map(attribute='name') | list
    ) -}}
{%- endmacro %}
