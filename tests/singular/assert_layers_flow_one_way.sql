-- A layer that reads a later one makes definitions circular, and their order undefined.
{%- set floors = {
    'staging.increments': 0, 'staging.base': 0, 'quality.entry': 1, 'staging': 2,
    'intermediate': 3, 'marts': 4,
    'quality.facts': 5, 'metrics': 6, 'metrics.lines': 7, 'reporting': 7, 'quality.exit': 8,
    'reporting.notices': 9,
} -%}
{%- set rows = [] -%}
{%- if execute -%}
    {%- set floor_of = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- set folder = node.fqn[1] ~ '.' ~ node.fqn[2] -%}
        {%- do floor_of.update({
            node.unique_id: floors.get(folder, floors.get(node.fqn[1], -1))
        }) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- for parent in node.depends_on.nodes
            if parent in floor_of and floor_of[parent] > floor_of[node.unique_id]
        -%}
            {%- do rows.append((node.name, parent.split('.')[-1])) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif %}
select
    '' as model,
    '' as reads
where false
{%- for model, parent in rows %}
union all
select
    '{{ model }}' as model,
    '{{ parent }}' as reads
{%- endfor %}
