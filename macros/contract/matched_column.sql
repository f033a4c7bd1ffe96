{#-
    The column of a raw table in which a customer may be named by an id, e-mail address or telephone
    number of another source; none where the table itself says who the customers are.
-#}
{% macro matched_column(contract) -%}
    {%- set name = contract.source ~ '.' ~ contract.table -%}
    {%- for column in contract.columns
        if name not in ['crm.customers', 'crm.customer_identities']
        and 'crm.customers' in [column.get('references'), column.get('refers_to')]
    -%}
        {{- return(column.name) -}}
    {%- endfor -%}
    {{- return(none) -}}
{%- endmacro %}
