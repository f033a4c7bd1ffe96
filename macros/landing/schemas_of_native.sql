{#-
    The schema of each source whose tables lie in it with the contract's names: raw_schemas, and in
    raw_sources the mapping native with a schema.
-#}
{% macro schemas_of_native() -%}
    {%- set schemas = dict(var('raw_schemas')) -%}
    {%- for source_name, given in var('raw_sources').items() -%}
        {%- if given is mapping and given.mapping == 'native' and given.schemas -%}
            {%- set schema = given.schemas if given.schemas is string else given.schemas | first -%}
            {%- do schemas.update({source_name: schema}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(schemas) -}}
{%- endmacro %}
