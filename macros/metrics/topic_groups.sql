{#-
    The groups of topics that have a metric, and the themes of each group (seed topics). Every theme
    is in one group.
-#}
{% macro topic_groups() -%}
    {{- return({
        'service': ['service', 'support'],
        'product': ['product', 'food', 'hotel', 'travel', 'environment', 'location'],
        'delivery': ['delivery'],
        'price': ['price', 'money', 'loyalty'],
        'digital': ['digital'],
    }) -}}
{%- endmacro %}
