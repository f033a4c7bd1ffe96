{#-
    One text with every reason against a row, as `code:column`, empty for a sound row. The codes
    are an interface: docs/raw_contract.md lists them. A cell is blamed once, by its first fault.
-#}
{% macro contract_reasons(contract) -%}
case
            when _fault is not null then _fault
            else concat_ws(
                ', '
                {%- for column in contract.columns %}
                {%- for condition, code in column_rules(column) %}
                {%- if loop.first %},
                case
                {%- endif %}
                    when {{ condition }} then '{{ code }}:{{ column.name }}'
                {%- if loop.last %}
                end
                {%- endif %}
                {%- endfor %}
                {%- endfor %}
            )
        end
{%- endmacro %}
