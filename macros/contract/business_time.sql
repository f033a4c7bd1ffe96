{#-
    The first required time of a raw table that is no plan, such as ordered_at; without one,
    updated_at.
-#}
{% macro business_time(contract) -%}
    {%- for column in contract.columns
        if column.get('required') and column.data_type in ['timestamp', 'date']
        and not column.get('is_plan') and column.name != 'updated_at'
    -%}
        {{- return(column.name) -}}
    {%- endfor -%}
    {{- return('updated_at') -}}
{%- endmacro %}
