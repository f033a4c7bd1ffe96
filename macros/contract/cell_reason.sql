{#- The first rule that a column's cell breaks, as `code:column`; null when it breaks none. -#}
{% macro cell_reason(column) -%}
    case
                {%- for condition, code in column_rules(column) %}
                    when {{ condition }} then '{{ code }}:{{ column.name }}'
                {%- endfor %}
                end
{%- endmacro %}
