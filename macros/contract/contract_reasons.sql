{#-
    One text with every reason that holds a row back, as `code:column`; empty for a valid row. The
    codes are an interface: docs/raw_contract.md lists them. Each cell gives one reason, the first
    rule that it breaks. A fault in a descriptive column holds no row back.
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
