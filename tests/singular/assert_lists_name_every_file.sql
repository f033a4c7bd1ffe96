-- The lists in dbt_project.yml must be known before dbt has read the project. A raw table, mart or
-- notice that is missing from its list would silently be left out of checks and reports.
-- metric_faults checks the list of metrics.
{%- set rows = [] -%}
{%- if execute -%}
    {%- set found = {'raw_tables': [], 'marts': [], 'notices': []} -%}
    {%- for node in graph.sources.values() -%}
        {%- do found.raw_tables.append(node.source_name ~ '.' ~ node.name) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- if node.fqn[1] == 'marts' -%}
            {%- do found.marts.append(node.name) -%}
        {%- elif node.name.startswith('notices_') -%}
            {%- do found.notices.append(node.name[8:]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for list_name, names in found.items() -%}
        {%- for name in names if name not in var(list_name) -%}
            {%- do rows.append((list_name, name)) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif %}
select '' as message
where false
{%- for list_name, name in rows %}
union all
select
    'dbt_project.yml: vars.{{ list_name }} lacks ''{{ name }}'', which is there. Add the line.'
        as message
{%- endfor %}
