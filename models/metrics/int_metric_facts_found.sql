-- sqlfluff:exclude_rules:LT02,RF04
-- The raw tables that feed each metric, through the facts that the metric reads.
{% for fed in facts_of_metrics() %}
{{ 'union all' if not loop.first }}
select
    '{{ fed.metric }}' as metric,
    '{{ fed.source }}' as source,
    '{{ fed.table }}' as table_name,
    '{{ fed.fact }}' as fact
{%- endfor %}
