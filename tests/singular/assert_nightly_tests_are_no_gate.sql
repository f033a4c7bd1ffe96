-- A daily run publishes without the tests tagged nightly. On these folders they would be gates that
-- are open by day. Only models built from checked rows may wait for the night.
{%- set rows = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'test'
        and 'nightly' in node.tags
        and node.fqn[1:-1] not in [
            ['intermediate'], ['intermediate', 'service'], ['marts'], ['metrics'],
            ['singular', 'nightly'],
        ]
    -%}
        {%- do rows.append(node.name) -%}
    {%- endfor -%}
{%- endif %}
select '' as test
where false
{%- for name in rows %}
union all
select '{{ name }}' as test
{%- endfor %}
