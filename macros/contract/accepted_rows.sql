{#-
    The accepted rows of a raw table with the contract's columns: what every stg_ model reads. The
    table's own is_deleted, or its absence from the newest delivery of a table that is delivered in
    full, comes out as is_deleted. Depending on check_results puts it behind the gate.
-#}
{% macro accepted_rows(source_name, table_name) -%}
    {%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) -%}
    {%- set gate = ref('check_results') -%}
    {%- set contract = raw_contract(source_name, table_name) -%}
    {%- set names = contract.columns | map(attribute='name') | list -%}
    select
        {%- for name in names if name != 'is_deleted' %}
        {{ name }},
        {%- endfor %}
        {{ deleted_condition(contract, base) }} as is_deleted

    from {{ base }}
    where _status = 'accepted'
{%- endmacro %}
