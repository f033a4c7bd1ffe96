{#- What the checks must know of each mart: its key. Contracts and data tests hold the rest. -#}
{% macro mart_check_contracts() -%}
    {%- set contracts = {} -%}
    {%- for mart in published_models('marts') -%}
        {%- do contracts.update({'marts.' ~ mart.name: {
            'key': mart.key, 'is_required': false, 'required_columns': mart.key,
        }}) -%}
    {%- endfor -%}
    {{- return(contracts) -}}
{%- endmacro %}
