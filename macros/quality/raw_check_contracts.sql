{#- The contract of each raw table for the checks: key, required columns, and whether the table
    is required. -#}
{% macro raw_check_contracts() -%}
    {%- set contracts = {} -%}
    {%- for source_name, table_name in raw_tables() -%}
        {%- set contract = raw_contract(source_name, table_name) -%}
        {%- do contracts.update({source_name ~ '.' ~ table_name: {
            'key': contract.key,
            'is_required': contract.get('is_required', false),
            'required_columns': contract.columns
                | selectattr('required', 'defined') | map(attribute='name') | list,
        }}) -%}
    {%- endfor -%}
    {{- return(contracts) -}}
{%- endmacro %}
