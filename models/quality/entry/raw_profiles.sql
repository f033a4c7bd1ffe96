{% for source_name, table_name in raw_tables() %}
{%- if not loop.first %}
union all
{% endif %}
{%- set contract = raw_contract(source_name, table_name) %}
{%- set optional = contract.columns | rejectattr('required', 'defined') | map(attribute='name') | list %}
{%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) %}
{{ profile_of(
    base,
    source_name,
    table_name,
    profiled_columns(contract),
    contract.key,
    {
        'rows_read': 'count(*)',
        'rows_kept': "count(case when _status = 'erased' or (_status = 'accepted' and not ("
            ~ deleted_condition(contract, base) ~ ")) then 1 end)",
        'rows_quarantined': "count(case when _status = 'quarantined' then 1 end)",
    },
    "_status = 'accepted'"
) }}

union all

{{ delivery_profile_of(
    base,
    source_name,
    table_name,
    profiled_columns(contract) | selectattr('name', 'in', optional) | list
) }}
{% endfor %}
{%- for measure in ['unknown_share', 'rewritten_share'] %}
union all

select
    source,
    table_name,
    column_name,
    '{{ measure }}' as measure,
    {{ measure }} as value
from {{ ref('unknown_references') }}
where {{ measure }} is not null
{% endfor %}
