{#- What to publish: marts and reporting, without the columns tagged personal. With the variable
    pseudonymise_customers, customer ids become pseudonyms. Another key gives the same ids other
    pseudonyms, so a file with pseudonyms never counts as unchanged and is written whole. So is the
    file of a build with the nightly tests; any other increment changes a copy of the file before. -#}
{% macro publishing_request() -%}
    {%- set relations, before = [], builds_before() -%}
    {%- for model in published_models('marts') + published_models('reporting') -%}
        {%- set columns = model.columns | rejectattr('is_personal') | list -%}
        {%- set comments = {} -%}
        {%- for column in columns -%}
            {%- do comments.update({column.name: column.description}) -%}
        {%- endfor -%}
        {%- do relations.append({
            'schema': model.schema,
            'name': model.name,
            'columns': columns | map(attribute='name') | list,
            'key': model.key,
            'is_changed': is_changed(model.name, model.key) if model.is_noted else 'true',
            'comment': model.description,
            'column_comments': comments,
            'pseudonymised': columns | selectattr('is_customer') | map(attribute='name') | list
                if var('pseudonymise_customers') else [],
        }) -%}
    {%- endfor -%}
    {{- return({
        'folder': env_var('CX_WAREHOUSE_PATH', 'warehouse'),
        'relations': relations,
        'as_of': 'intermediate.int_as_of',
        'inputs': 'raw.inputs',
        'run_id': invocation_id,
        'published_by': before.published if not var('pseudonymise_customers') else none,
        'published_before_by': before.published_before
            if nightly_tests_left_out() and not var('pseudonymise_customers') else none,
        'variables': tojson(invocation_args_dict.get('vars') or {}, sort_keys=true),
        'kept_generations': var('kept_generations'),
    }) -}}
{%- endmacro %}
