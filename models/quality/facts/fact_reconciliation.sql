-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02,LT05
-- depends_on: {{ ref('left_out_rows') }}
with

left_out as (

    select
        source,
        table_name,
        fact,
        count(*) as rows_left_out

    from {{ ref('left_out_rows') }}
    group by source, table_name, fact

),

counted as (
{% for use in row_uses() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ use.source }}' as source,
        '{{ use.table }}' as table_name,
        '{{ use.fact }}' as fact,
        (select count(*) from {{ ref('stg_' ~ use.source ~ '__' ~ use.table) }}) as rows_accepted,
        {% if use.used -%}
        (select count(*) from ({{ use.used }}) as used) as rows_used
        {%- else -%}
        0 as rows_used
        {%- endif %}
{% endfor %}
),

reconciled as (

    select
        counted.source,
        counted.table_name,
        counted.fact,
        cast(counted.rows_accepted as bigint) as rows_accepted,
        cast(counted.rows_used as bigint) as rows_used,
        cast(coalesce(left_out.rows_left_out, 0) as bigint) as rows_left_out

    from counted
    left join left_out
        on
            counted.source = left_out.source
            and counted.table_name = left_out.table_name
            and counted.fact = left_out.fact

)

select * from reconciled
order by source, table_name, fact
