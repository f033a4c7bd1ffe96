{#- The unique ids of the data tests with a tag. dbt_project.yml assigns the tags. -#}
{% macro tests_tagged(tag) -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'test' and tag in node.tags
    -%}
        {%- do found.append(node.unique_id) -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}
