-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
{% for source_name, table_name in raw_tables() %}
{%- set contract = raw_contract(source_name, table_name) %}
{%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) %}
{%- set kept = [] %}
{%- for key in contract.key %}
{%- do kept.append('kept.' ~ key) %}
{%- endfor %}
{{ 'union all' if not loop.first }}
select
    '{{ source_name }}' as source,
    '{{ table_name }}' as table_name,
    concat_ws('|', {{ kept | join(', ') }}) as row_key,
    kept._file as file,
    kept._row_number as row_number_used,
    other._row_number as row_number_left_out
from {{ base }} as kept
inner join {{ base }} as other
    on
        {{ same_key('kept', 'other', contract.key) }}
        and kept._load_number = other._load_number
        and kept.updated_at = other.updated_at
where
    kept._status = 'accepted'
    and other._status = 'superseded'
    and not (
        {{ same_key('kept', 'other', contract.columns | map(attribute='name') | list) }}
    )
{% endfor %}
