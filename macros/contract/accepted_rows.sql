{#-
    The accepted rows of a raw table with the columns of its contract. Every stg_ model reads them
    through this macro. is_deleted is true if the source marks the row as deleted. In a table with
    full deliveries it is also true if the newest delivery lacks the row. A column with `dimension`
    has the spelling that all sources share. _load_number and _row_number (the delivery and the row
    in it) break ties of time. The reference to check_results makes the model wait until the raw
    checks have run.
-#}
{% macro accepted_rows(source_name, table_name) -%}
    {%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) -%}
    {%- set gate = ref('check_results') -%}
    {%- set spellings = ref('stg_dimensions__joined_values') -%}
    {%- set contract = raw_contract(source_name, table_name) -%}
    {%- set dimensions = contract.columns | selectattr('dimension', 'defined') | list -%}
    select
        {%- for column in contract.columns if column.name != 'is_deleted' %}
        {{ 'coalesce(_shown_' ~ column.name ~ ', given.' ~ column.name ~ ') as ' ~ column.name
            if column in dimensions else 'given.' ~ column.name }},
        {%- endfor %}
        {{ deleted_condition(contract, base) }} as is_deleted,
        given._load_number,
        given._row_number

    from {{ base }} as given
    {%- for column in dimensions %}
    {{ shown_value_join('given', column.name, column.dimension) }}
    {%- endfor %}
    where given._status = 'accepted'
{%- endmacro %}
