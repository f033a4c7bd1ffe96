{% for source_name, table_name in raw_tables() %}
{%- if not loop.first %}
union all
{% endif %}
{{ profile_of(
    ref('base_' ~ source_name ~ '__' ~ table_name),
    source_name,
    table_name,
    profiled_columns(raw_contract(source_name, table_name)),
    {
        'rows_read': 'count(*)',
        'rows_accepted': "count(case when _status = 'accepted' then 1 end)",
        'rows_quarantined': "count(case when _status = 'quarantined' then 1 end)",
    },
    "_status = 'accepted'"
) }}
{% endfor %}
