{#-
    What personas are made of: columns of int_customer_months_banded, counted over twelve months
    unless their name says otherwise. Labels and names are in seeds/reference/persona_words.csv.
    share_of: the column that the feature is a share of. theme: the features of a theme weigh as
    much together as one feature that stands alone.
-#}
{% macro persona_features() -%}
    {%- set features = [
        {'name': 'recency_days', 'theme': 'purchases'},
        {'name': 'orders_12_months', 'theme': 'purchases'},
        {'name': 'spend_12_months', 'theme': 'purchases'},
        {'name': 'categories_bought', 'theme': 'purchases'},
        {'name': 'store_orders_12_months', 'theme': 'channel', 'share_of': 'orders_12_months'},
        {'name': 'promotion_orders_12_months', 'theme': 'promotions', 'share_of': 'orders_12_months'},
        {'name': 'returned_orders_12_months', 'theme': 'returns', 'share_of': 'orders_12_months'},
        {'name': 'usage_12_months', 'theme': 'engagement'},
        {'name': 'tickets_12_months', 'theme': 'service'},
        {'name': 'complaints_12_months', 'theme': 'service'},
        {'name': 'happy_answers_12_months', 'theme': 'satisfaction', 'share_of': 'answers_12_months'},
        {'name': 'contract_months_12_months', 'theme': 'contracts'},
    ] -%}
    {%- for feature in features -%}
        {#- Whole numbers, so that distances are exact: a theme has one, two, three or four. -#}
        {%- set alike = features | selectattr('theme', 'equalto', feature.theme) | list -%}
        {%- do feature.update({'weight': {1: 12, 2: 6, 3: 4, 4: 3}[alike | length]}) -%}
    {%- endfor -%}
    {{- return(features) -}}
{%- endmacro %}
