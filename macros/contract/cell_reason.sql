{#- The first rule that a cell of a column breaks, as `code:column`, for example
    `not_a_date:birth_date`. Null if it breaks none. -#}
{% macro cell_reason(column) -%}
    case
                {%- for condition, code in column_rules(column) %}
                    when {{ condition }} then '{{ code }}:{{ column.name }}'
                {%- endfor %}
                end
{%- endmacro %}
