{#-
    The newest delivery of a base relation compared with earlier ones, one row per measure as in
    profile_of. The first delivery holds the history and is not typical, so it is left out. The
    threshold compared_deliveries says how many of the others are compared. A table with one
    delivery has no values.
-#}
{% macro delivery_profile_of(relation, source_name, table_name, columns) -%}
    {%- set is_sound = "_status in ('accepted', 'superseded')" -%}
    {%- set newest = 'max(case when is_newest then {} end)' -%}
    {%- set measures = [
        ('', 'newest_rows_read', newest.format('rows_read')),
        ('', 'newest_rows_quarantined', newest.format('rows_quarantined')),
        ('', 'newest_delivery_day', newest.format('newest_day')),
        ('', 'earlier_delivery_day', 'max(case when not is_newest then newest_day end)'),
        ('', 'deliveries_compared', 'count(case when not is_newest then 1 end)'),
        ('', 'usual_rows_read',
            median_of('case when not is_newest then cast(rows_read as double) end')),
    ] -%}
    {%- for column in columns -%}
        {%- do measures.append((
            column.name, 'newest_null_share', newest.format('null_share_' ~ column.name)
        )) -%}
        {%- do measures.append((
            column.name, 'usual_null_share',
            median_of('case when not is_newest then null_share_' ~ column.name ~ ' end')
        )) -%}
    {%- endfor -%}
    {%- set wide -%}
    (
        select
            {%- for column_name, measure, aggregate in measures %}
            {{ aggregate }} as measure_{{ loop.index }}{{ ',' if not loop.last }}
            {%- endfor %}
        from (
            select
                by_delivery.*,
                _load_number = max(_load_number) over () as is_newest
            from (
                select
                    _load_number,
                    count(*) as rows_read,
                    count(case when _status = 'quarantined' then 1 end) as rows_quarantined,
                    {{ days_since_epoch('max(case when ' ~ is_sound ~ ' then updated_at end)') }}
                        as newest_day
                    {%- for column in columns -%},
                    1 - {{ ratio(
                        'count(case when ' ~ is_sound ~ ' then ' ~ column.name ~ ' end)',
                        'count(case when ' ~ is_sound ~ ' then 1 end)'
                    ) }} as null_share_{{ column.name }}
                    {%- endfor %}
                from {{ relation }}
                where
                    _load_number > (
                        select
                            greatest(
                                min(newest._load_number),
                                max(newest._load_number) - 1
                                - {{ var('check_thresholds').compared_deliveries }}
                            )
                        from {{ relation }} as newest
                    )
                group by _load_number
            ) as by_delivery
        ) as marked
    ) as wide
    {%- endset -%}
    select
        '{{ source_name }}' as source,
        '{{ table_name }}' as table_name,
        measures.column_name,
        measures.measure,
        measures.value
    from {{ measures_as_rows(wide, measures) }}
    where measures.value is not null
{%- endmacro %}
