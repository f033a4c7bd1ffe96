{% for source_name, table_name in raw_tables() %}
{%- set contract = raw_contract(source_name, table_name) %}
{%- set given = [] %}
{%- for key in contract.key %}
{%- do given.append('given.' ~ key) %}
{%- endfor %}
{{ 'union all' if not loop.first }}
select
    '{{ source_name }}' as source,
    '{{ table_name }}' as table_name,
    checked._file as file,
    checked._row_number as row_number,
    concat_ws('|', {{ given | join(', ') }}) as row_key,
    checked._reasons as reasons,
    coalesce(
        given._fault_text,
        {{ json_object_text('given', contract.columns | map(attribute='name') | list) }}
    ) as row_json
from {{ ref('base_' ~ source_name ~ '__' ~ table_name) }} as checked
inner join {{ source(source_name, table_name) }} as given
    on
        checked._load_number = given._load_number
        and checked._row_number = given._row_number
where checked._status = 'quarantined'
{% endfor %}
