{#- Engagement that tells of a wish for something that one can buy, in the order of a purchase. -#}
{% macro interest_event_types() -%}
    {{- return(['view', 'favourite', 'consult', 'cart', 'checkout']) -}}
{%- endmacro %}
