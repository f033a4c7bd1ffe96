-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02,LT05,AL05,ST05
-- The fact itself decides whether a row is left out; the reasons only explain it.
{% for use in row_uses() %}
{%- set keys = [] %}
{%- for key in raw_contract(use.source, use.table).key %}
{%- do keys.append('staged.' ~ key) %}
{%- endfor %}
{{ 'union all' if not loop.first }}
select
    '{{ use.source }}' as source,
    '{{ use.table }}' as table_name,
    {{ joined_key(keys) if execute else "''" }} as row_key,
    '{{ use.fact }}' as fact,
    case
        {%- for condition, reason in use.reasons %}
        when {{ condition }} then {{ "'" ~ reason ~ "'" if reason else 'fact.left_out_reason' }}
        {%- endfor %}
        else 'unexplained'
    end as reason
from {{ ref('stg_' ~ use.source ~ '__' ~ use.table) }} as staged
{%- if use.used %}
left join (
    {{ use.used }}
) as used
    on staged.{{ use.key }} = used.row_id
{%- endif %}
{{ use.joins }}
{%- if use.used %}
where used.row_id is null
{%- endif %}
{% endfor %}
