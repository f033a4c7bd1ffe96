{#-
    A raw table as its YAML declares it: key, delivery, time zone, and columns. Each column is a
    flat dict of name, type and rules. While dbt parses there is no graph, so the macro returns one
    placeholder column.
-#}
{% macro raw_contract(source_name, table_name) -%}
    {%- if not execute -%}
        {{- return({
            'source': source_name,
            'table': table_name,
            'key': ['id'],
            'time_zone': 'UTC',
            'columns': [{'name': 'id', 'data_type': 'text'}],
        }) -}}
    {%- endif -%}
    {%- for node in graph.sources.values()
        if node.source_name == source_name and node.name == table_name
    -%}
        {%- set columns = [] -%}
        {%- for column in node.columns.values() -%}
            {%- set rules = dict(column.config.meta) -%}
            {%- do rules.update(
                name=column.name,
                data_type=column.data_type,
                is_personal='personal' in column.config.tags
            ) -%}
            {%- do columns.append(rules) -%}
        {%- endfor -%}
        {{- return({
            'source': source_name,
            'table': table_name,
            'key': node.config.meta.key,
            'is_required': node.config.meta.get('is_required', false),
            'delivery': node.config.meta.get('delivery', 'changes'),
            'time_zone': node.config.meta.get('time_zone', 'UTC'),
            'rebuilds': node.config.meta.get('rebuilds'),
            'columns': columns,
        }) -}}
    {%- endfor -%}
    {{- exceptions.raise_compiler_error(
        'The raw contract has no table ' ~ source_name ~ '.' ~ table_name
        ~ '. Declare it in models/staging/' ~ source_name ~ '/_' ~ source_name ~ '__sources.yml.'
    ) -}}
{%- endmacro %}
