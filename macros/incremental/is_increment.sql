{#- Whether this build makes the rows to rebuild only; a unit test sees the whole model. -#}
{% macro is_increment() -%}
    {{- return(execute and model.resource_type != 'unit_test' and not is_full_build()) -}}
{%- endmacro %}
