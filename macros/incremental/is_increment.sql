{#- Whether this build makes only the rows to rebuild; a test and a unit test see the whole model. -#}
{% macro is_increment() -%}
    {{- return(execute and model.resource_type == 'model' and not is_full_build()) -}}
{%- endmacro %}
