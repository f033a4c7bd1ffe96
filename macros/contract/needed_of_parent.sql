{#- The columns of a referenced table that a rule of this table compares with. -#}
{% macro needed_of_parent(contract, parent) -%}
    {%- set parent_names = parent.columns | map(attribute='name') | list -%}
    {%- set needed = [] -%}
    {%- for column in contract.columns -%}
        {%- for name in column.get('within_reference', []) + [column.get('not_before_reference')]
            + column.get('whole_where_reference', {}) | list
            if name in parent_names and name not in needed
        -%}
            {%- do needed.append(name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(needed) -}}
{%- endmacro %}
