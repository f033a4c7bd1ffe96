{#- The kinds of items, each with its column of the order lines and of the activities. -#}
{% macro item_kinds() -%}
    {{ return({
        'product_category': {
            'bought': 'product_category',
            'offered': 'offered_product_category',
        },
        'product': {
            'bought': 'product_id',
            'offered': 'offered_product_id',
        },
    }) }}
{%- endmacro %}
