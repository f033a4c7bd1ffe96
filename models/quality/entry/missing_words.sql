-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
with

noted as (
{% for source_name, table_name in raw_tables() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        _missing_words,
        count(*) as row_count
    from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
    where _missing_words is not null
    group by _missing_words
{% endfor %}
),

listed as (

    select
        noted.source,
        noted.table_name,
        noted.row_count,
        split_part(noted._missing_words, ', ', places.place) as cell

    from noted
    inner join {{ places_of_cells() }} as places
        on split_part(noted._missing_words, ', ', places.place) <> ''

),

counted as (

    select
        source,
        table_name,
        split_part(cell, ':', 1) as column_name,
        split_part(cell, ':', 2) as word,
        sum(row_count) as cell_count

    from listed
    group by source, table_name, cell

)

select
    source,
    table_name,
    column_name,
    word,
    cast(cell_count as bigint) as cell_count

from counted
order by source, table_name, column_name, word
