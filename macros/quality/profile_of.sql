{#-
    The profile of a relation in one pass: a row per measure. Personal columns and texts give shares
    only, so that no profile holds a personal value.

    columns: a list of {name, data_type, is_key, is_personal, is_business_time}; key: the names of
    the key's columns; counts: a dict of table measure to SQL aggregate; filter: the rows that the
    column measures read. Keys are counted exactly, other distinct values approximately. Medians of
    very large relations use a fixed sample (fixed_part).
-#}
{% macro profile_of(relation, source_name, table_name, columns, key, counts, filter='true') -%}
    {%- set measures = [] -%}
    {%- for measure, aggregate in counts.items() -%}
        {%- do measures.append(('', measure, aggregate)) -%}
    {%- endfor -%}
    {%- for column in columns -%}
        {%- set given = 'count(case when ' ~ filter ~ ' then ' ~ column.name ~ ' end)' -%}
        {%- set rows = 'count(case when ' ~ filter ~ ' then 1 end)' -%}
        {%- set value = 'case when ' ~ filter ~ ' then cast(' ~ column.name ~ ' as double) end' -%}
        {%- do measures.append((column.name, 'null_share', '1 - ' ~ ratio(given, rows))) -%}
        {%- set distinct = distinct_estimate(column.name, filter) if not column.is_key
            else distinct_count(relation, column.name, filter) -%}
        {%- do measures.append((
            column.name,
            'distinct_share',
            'case when ' ~ given ~ ' > 0 then least(1, ' ~ ratio(distinct, given) ~ ') end'
        )) -%}
        {%- if column.data_type in ['decimal', 'integer', 'double', 'bigint', 'decimal(18,4)']
            and not column.is_personal
        -%}
            {%- do measures.append((column.name, 'minimum', 'min(' ~ value ~ ')')) -%}
            {%- do measures.append((column.name, 'median', median_of(
                'case when is_in_fixed_part then ' ~ value ~ ' end'
            ))) -%}
            {%- do measures.append((column.name, 'maximum', 'max(' ~ value ~ ')')) -%}
        {%- elif column.is_business_time -%}
            {%- do measures.append((
                column.name,
                'newest_day',
                days_since_epoch('max(case when ' ~ filter ~ ' then ' ~ column.name ~ ' end)')
            )) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set wide -%}
    (
        select
            {%- for column_name, measure, aggregate in measures %}
            {{ aggregate }} as measure_{{ loop.index }}{{ ',' if not loop.last }}
            {%- endfor %}
        from (
            select
                *,
                {{ fixed_part(relation, key) }} as is_in_fixed_part
            from {{ relation }}
        ) as chosen
    ) as wide
    {%- endset -%}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        measures.column_name,
        measures.measure,
        measures.value
    from {{ measures_as_rows(wide, measures) }}
{%- endmacro %}

{#- The columns measure_1, measure_2 and so on of one row, as rows. The alias is measures. -#}
{% macro measures_as_rows(wide, measures) -%}
    {{ return(adapter.dispatch('measures_as_rows', 'cx_warehouse')(wide, measures)) }}
{%- endmacro %}

{% macro duckdb__measures_as_rows(wide, measures) -%}
    (
        select
            named.column_name,
            named.measure,
            case named.position
                {%- for column_name, measure, aggregate in measures %}
                when {{ loop.index }} then cast(wide.measure_{{ loop.index }} as double)
                {%- endfor %}
            end as value
        from {{ wide }}
        cross join (
            {%- for column_name, measure, aggregate in measures %}
            {{ 'union all ' if not loop.first }}select
                {{ loop.index }} as position,
                '{{ column_name }}' as column_name,
                '{{ measure }}' as measure
            {%- endfor %}
        ) as named
    ) as measures
{%- endmacro %}

{#- On Spark every SELECT of a union is a separate task, which takes longer than the whole
    table. -#}
{% macro spark__measures_as_rows(wide, measures) -%}
    {{ wide }}
    lateral view inline(array(
        {%- for column_name, measure, aggregate in measures %}
        named_struct(
            'column_name', '{{ column_name }}',
            'measure', '{{ measure }}',
            'value', cast(wide.measure_{{ loop.index }} as double)
        ){{ ',' if not loop.last }}
        {%- endfor %}
    )) measures as column_name, measure, value
{%- endmacro %}
