{#-
    The features of the health score that are texts of the company, such as the name of a plan. A
    text is known by its number in int_text_values_numbered.
-#}
{% macro text_features() -%}
    {{ return({
        'contract_plan': {
            'model': 'stg_crm__contracts', 'column': 'plan', 'since': 'starts_on',
        },
        'last_ticket_category': {
            'model': 'stg_support__tickets', 'column': 'category', 'since': 'created_at',
        },
    }) }}
{%- endmacro %}
