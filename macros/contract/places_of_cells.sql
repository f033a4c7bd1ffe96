{#- A relation of the numbers from 1 to the most columns that a raw table has: place. -#}
{% macro places_of_cells() -%}
    {%- set counts = [1] -%}
    {%- for source_name, table_name in raw_tables() -%}
        {%- do counts.append(raw_contract(source_name, table_name).columns | length) -%}
    {%- endfor -%}
    (
        {%- for number in range(1, counts | max + 1) %}
        {{ 'union all ' if not loop.first }}select {{ number }} as place
        {%- endfor %}
    )
{%- endmacro %}
