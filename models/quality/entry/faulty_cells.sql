-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
with

noted as (
{% for source_name, table_name in raw_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        _file as file,
        _row_number as row_number,
        _load_number as load_number,
        {{ joined_key(raw_contract(source_name, table_name).key) }} as row_key,
        _faulty_cells
    from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
    where _faulty_cells is not null
{% endfor %}
),

-- A row can have as many faulty cells as its table has columns.
listed as (

    select
        noted.source,
        noted.table_name,
        noted.file,
        noted.row_number,
        noted.load_number,
        noted.row_key,
        split_part(noted._faulty_cells, ', ', places.place) as cell

    from noted
    inner join {{ places_of_cells() }} as places
        on split_part(noted._faulty_cells, ', ', places.place) <> ''

),

told as (

    select
        source,
        table_name,
        file,
        row_number,
        load_number,
        row_key,
        split_part(cell, ':', 2) as column_name,
        split_part(cell, ':', 1) as reason

    from listed

),

originals as (

    select
        told.source,
        told.table_name,
        told.file,
        told.row_number,
        told.row_key,
        told.column_name,
        told.reason,
        mapped.source_column

    from told
    left join raw.mapped_columns as mapped
        on
            told.source = mapped.source
            and told.table_name = mapped.table_name
            and told.load_number = mapped.load_number
            and told.column_name = mapped.column_name

)

select * from originals
order by source, table_name, file, row_number, column_name
