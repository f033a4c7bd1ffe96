{#- The names of the project's models that have no table or view in the database. -#}
{% macro models_without_relation() -%}
    {%- set names = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model'
        and not adapter.get_relation(node.database, node.schema, node.alias)
    -%}
        {%- do names.append(node.name) -%}
    {%- endfor -%}
    {{- return(names) -}}
{%- endmacro %}
