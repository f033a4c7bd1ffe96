{#-
    The id of a customer whom a source names and no rule finds. An address or number is shown as its
    keyed hash only. Any other id belongs to its source: 17 of the help desk is not 17 of the shop.
-#}
{% macro orphan_id(text, contact, key, uses_phone, source_name) -%}
case
    when {{ contact }} like '%@%' or ({{ contact }} is not null and {{ uses_phone }} = 1)
        then concat('unmatched-', {{ key }})
    when {{ contact }} is not null then concat('unmatched-{{ source_name }}-', {{ key }})
    else concat('unmatched-{{ source_name }}-', {{ text }})
end
{%- endmacro %}
