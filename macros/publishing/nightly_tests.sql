{#- The unique ids of the tests that read whole tables: those tagged nightly in dbt_project.yml. -#}
{% macro nightly_tests() -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'test' and 'nightly' in node.tags
    -%}
        {%- do found.append(node.unique_id) -%}
    {%- endfor -%}
    {{- return(found) -}}
{%- endmacro %}
