{#- The condition that two relations agree on every column of a key; a missing value is a value. -#}
{% macro same_key(one, other, key) -%}
    {%- for name in key -%}
        {{ ' and ' if not loop.first }}{{ one }}.{{ name }} is not distinct from {{ other }}.{{ name }}
    {%- endfor -%}
{%- endmacro %}
