{% for source_name, table_name in raw_tables() %}
{%- set contract = raw_contract(source_name, table_name) %}
{%- if not loop.first %}
union all
{% endif %}
select
    '{{ source_name }}' as source,
    '{{ table_name }}' as table_name,
    checked._file as file,
    checked._row_number as row_number,
    concat_ws('|', {% for key in contract.key %}raw_rows.{{ key }}{{ ', ' if not loop.last }}{% endfor %})
        as row_key,
    checked._reasons as reasons,
    raw_rows.row_json
from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }} as checked
inner join (
    select
        _load_number,
        _row_number,
        {{ contract.key | join(',\n        ') }},
        coalesce(_fault_text, {{ json_object_text(contract.columns | map(attribute='name') | list) }}) as row_json
    from {{ source(source_name, table_name) }}
) as raw_rows
    on
        checked._load_number = raw_rows._load_number
        and checked._row_number = raw_rows._row_number
where checked._status = 'quarantined'
{% endfor %}
