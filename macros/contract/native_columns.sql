{#- The columns of a raw relation that are no text: typed as the contract has it, never parsed. -#}
{% macro native_columns(relation) -%}
    {%- set native = [] -%}
    {%- if execute -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- if column.dtype | lower not in ['varchar', 'string'] -%}
                {%- do native.append(column.name | lower) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(native) -}}
{%- endmacro %}
