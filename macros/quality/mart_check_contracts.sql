{#- The contract of each mart for the checks: its key. dbt contracts and data tests check the
    rest. -#}
{% macro mart_check_contracts() -%}
    {%- set contracts = {} -%}
    {%- for mart in published_models('marts') -%}
        {%- do contracts.update({'marts.' ~ mart.name: {
            'key': mart.key, 'is_required': false, 'required_columns': mart.key,
        }}) -%}
    {%- endfor -%}
    {{- return(contracts) -}}
{%- endmacro %}
