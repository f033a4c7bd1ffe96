{#- The engagement events that show interest in a product, in the order of a purchase. -#}
{% macro interest_event_types() -%}
    {{- return(['view', 'favourite', 'consult', 'cart', 'checkout']) -}}
{%- endmacro %}
