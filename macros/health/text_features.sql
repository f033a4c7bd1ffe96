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


{#- The number of a text: that of int_text_values_numbered, and the last one for all other texts. -#}
{% macro text_number(column, number) -%}
    case when {{ column }} is not null then coalesce({{ number }}, {{ last_text_number() }}) end
{%- endmacro %}


{#- The last number of a text, which all texts after the first eight share. -#}
{% macro last_text_number() -%}
    {{ return(9) }}
{%- endmacro %}


{#- The bands that a feature of the health score may have; 0 is that of an unknown value. -#}
{% macro bands_of(feature) -%}
    {{ return(range(last_text_number() + 1 if feature in text_features() else 6)) }}
{%- endmacro %}
