{#- The contract's columns as profile_of takes them. -#}
{% macro profiled_columns(contract) -%}
    {%- set columns = [] -%}
    {%- for column in contract.columns -%}
        {%- do columns.append({
            'name': column.name,
            'data_type': column.data_type,
            'is_key': contract.key == [column.name],
            'is_personal': column.is_personal,
            'is_business_time': (
                column.data_type == 'timestamp'
                and not column.get('is_plan')
                and column.name != 'updated_at'
            ),
        }) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{%- endmacro %}
