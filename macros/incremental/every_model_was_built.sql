{#- Whether a run built every model: the next one may then be incremental. -#}
{% macro every_model_was_built(results) -%}
    {%- set built = results
        | selectattr('node.resource_type', 'in', ['model', 'seed'])
        | selectattr('status', 'equalto', 'success')
        | map(attribute='node.unique_id') | list -%}
    {{- return(not models_not_in(built)) -}}
{%- endmacro %}
