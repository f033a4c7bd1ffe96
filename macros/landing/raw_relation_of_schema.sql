{#-
    The raw relation of a table that lies in a schema of the database already (the variable
    raw_schemas). Its rows are numbered by what they hold: a view has no other order that is the same
    each time it is read. An absent table has no rows.
-#}
{% macro raw_relation_of_schema(contract, schema) -%}
    {%- set present = names_of_columns(schema, contract.table) -%}
    {%- if not present and contract.is_required -%}
        {{- exceptions.raise_compiler_error(
            'There is no table ' ~ schema ~ '.' ~ contract.table ~ ', and the warehouse cannot do '
            ~ 'without it. Look at the variable raw_schemas in dbt_project.yml.'
        ) -}}
    {%- endif -%}
    {%- for column in contract.columns
        if present and column.get('required') and column.name not in present
    -%}
        {{- exceptions.raise_compiler_error(
            schema ~ '.' ~ contract.table ~ ' lacks the required column ' ~ column.name
            ~ '. Add it to the table, or map the table in a view.'
        ) -}}
    {%- endfor -%}
    select
        {%- for column in contract.columns %}
        cast({{ column.name if column.name in present else 'null' }} as string) as {{ column.name }},
        {%- endfor %}
        '{{ schema }}.{{ contract.table }}' as _file,
        {%- if present %}
        row_number() over (
            order by
                {%- for column in contract.columns if column.name in present %}
                cast({{ column.name }} as string){{ ',' if not loop.last }}
                {%- endfor %}
        ) as _row_number,
        {%- else %}
        cast(null as bigint) as _row_number,
        {%- endif %}
        1 as _load_number,
        cast(null as string) as _fault,
        cast(null as string) as _fault_text
    {%- if present %}
    from {{ schema }}.{{ contract.table }}
    {%- else %}
    where false
    {%- endif %}
{%- endmacro %}
