{#- The columns of a raw relation that are not text. Landing has given them the type of the
    contract, so no macro parses them. -#}
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
