{#- Whether this build makes the rows of touched customers only; a unit test sees the whole model. -#}
{% macro is_made_for_touched() -%}
    {{- return(execute and model.resource_type != 'unit_test' and not is_full_build()) -}}
{%- endmacro %}
