{#- The relation in which keep_before keeps a table. -#}
{% macro before_of(relation) -%}
    {{- return(relation.incorporate(path={'identifier': relation.identifier ~ '__before'})) -}}
{%- endmacro %}
