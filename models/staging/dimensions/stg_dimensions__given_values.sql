-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{% for source_name, table_name in raw_tables() -%}
-- depends_on: {{ ref('base_' ~ source_name ~ '__' ~ table_name) }}
{% endfor -%}
-- depends_on: {{ ref('check_results') }}
-- Every spelling of the values of every dimension. Superseded versions count, too: an old version
-- of a customer gives the segment and region of that time.
with

spellings as (
    select
        cast(null as string) as dimension,
        cast(null as string) as given_value,
        0 as row_count
    where false
    {% for given in dimension_columns() %}
    union all
    select
        '{{ given.dimension }}' as dimension,
        {{ given.column }} as given_value,
        sum(case when _status = 'accepted' then 1 else 0 end) as row_count
    from {{ ref('base_' ~ given.source ~ '__' ~ given.table) }}
    where
        _status in ('accepted', 'superseded')
        and {{ given.column }} is not null
    group by {{ given.column }}
    {% endfor %}
),

summed as (

    select
        dimension,
        given_value,
        cast(sum(row_count) as bigint) as row_count

    from spellings
    group by dimension, given_value

)

select * from summed
