{#-
    The values that a mapping may write into each column of a table, in the order of its columns; an
    empty list where it may write any. A seed may know more words for a value (read_by).
-#}
{% macro values_to_map_to(contract) -%}
    {%- set values = [] -%}
    {%- for column in contract.columns -%}
        {%- do values.append(
            column.accepted_values if column.get('accepted_values') and not column.get('read_by') else []
        ) -%}
    {%- endfor -%}
    {{- return(values) -}}
{%- endmacro %}
