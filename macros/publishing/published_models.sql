{#-
    The models of a published folder ('marts' or 'reporting'), in order of name: name, key,
    description and columns. While dbt parses, only the names of the marts are known, from the
    variable marts (a test compares it with the folder). The column customer_id is recognised by its
    name. Another text that holds the id, such as a joined key, needs the tag customer_id.
-#}
{% macro published_models(floor) -%}
    {%- set models = [] -%}
    {%- if not execute -%}
        {%- for name in var('marts') if floor == 'marts' -%}
            {%- do models.append({'name': name, 'columns': [], 'key': ['id']}) -%}
        {%- endfor -%}
    {%- else -%}
        {%- for node in graph.nodes.values() | sort(attribute='name')
            if node.resource_type == 'model' and node.fqn[1] == floor
        -%}
            {%- set columns = [] -%}
            {%- for column in node.columns.values() -%}
                {%- do columns.append({
                    'name': column.name,
                    'data_type': column.data_type,
                    'description': column.description,
                    'is_key': node.config.meta.key == [column.name],
                    'is_personal': 'personal' in column.config.tags,
                    'is_customer': column.name == 'customer_id'
                        or column.name.endswith('_customer_id')
                        or 'customer_id' in column.config.tags,
                    'is_business_time': false,
                }) -%}
            {%- endfor -%}
            {%- do models.append({
                'name': node.name,
                'schema': node.schema,
                'key': node.config.meta.key,
                'is_noted': node.config.incremental_strategy == 'differing_rows',
                'description': node.description,
                'columns': columns,
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(models) -}}
{%- endmacro %}
