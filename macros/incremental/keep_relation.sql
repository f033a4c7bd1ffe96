{#- In the place of a materialization: leave the model's relation as it stands, hooks included. -#}
{% macro keep_relation(type) -%}
    {%- call noop_statement('main', 'KEPT', 'KEPT') -%}{%- endcall -%}
    {{- return({'relations': [this.incorporate(type=type)]}) -}}
{%- endmacro %}
