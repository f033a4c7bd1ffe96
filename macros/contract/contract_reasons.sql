{#-
    One text with every reason that holds a row back, as `code:column`, empty for a sound row. The
    codes are an interface: docs/raw_contract.md lists them. A cell is blamed once, by its first
    fault; that of a descriptive column holds no row back.
-#}
{% macro contract_reasons(contract) -%}
case
            when _fault is not null then _fault
            else concat_ws(
                ', '
                {%- for column in contract.columns
                    if column_rules(column) and not column.get('descriptive')
                %},
                {{ cell_reason(column) }}
                {%- endfor %}
            )
        end
{%- endmacro %}
