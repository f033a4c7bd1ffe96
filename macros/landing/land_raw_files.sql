{#-
    Before the first model: every raw table becomes a relation, over files or over a table that is
    already in the database. Its columns are text, or typed where Parquet has the contract's type. A
    refused file stops the run here.
-#}
{% macro land_raw_files() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test'] -%}
        {%- set tables = [] -%}
        {%- do run_query('create schema if not exists raw') -%}
        {%- do run_query('create schema if not exists quality') -%}
        {%- do run_query(create_last_good_profiles()) -%}
        {%- for source_name, table_name in raw_tables() -%}
            {%- set contract = raw_contract(source_name, table_name) -%}
            {%- if source_name in var('raw_schemas') -%}
                {%- do run_query(
                    'create or replace view raw.' ~ source_name ~ '__' ~ table_name ~ ' as '
                    ~ raw_relation_of_schema(contract, var('raw_schemas')[source_name])
                ) -%}
            {%- else -%}
                {%- do tables.append({
                    'source': source_name,
                    'name': table_name,
                    'columns': contract.columns | map(attribute='name') | list,
                    'required': contract.columns
                        | selectattr('required', 'defined') | map(attribute='name') | list,
                    'is_required': contract.is_required,
                    'types': contract.columns | map(attribute='data_type') | list,
                    'delivery': contract.delivery,
                }) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set answer = ask_python('land_raw_files', {
            'raw_path': env_var('CX_RAW_PATH', 'seeds/demo'),
            'landed_path': env_var('CX_WAREHOUSE_PATH', 'warehouse') ~ '/landed',
            'tables': tables,
            'before': builds_before(),
        }) -%}
        {%- if answer.error -%}
            {{- exceptions.raise_compiler_error(answer.error) -}}
        {%- endif -%}
        {%- if answer.leaves_out_erased and var('raw_schemas') -%}
            {{- exceptions.raise_compiler_error(
                'Customers were erased, and their rows cannot be left out of tables that are read from a '
                ~ 'schema (the variable raw_schemas: ' ~ var('raw_schemas') | join(', ')
                ~ '). Deliver these tables as files.'
            ) -}}
        {%- endif -%}
        {%- for name, select_sql in answer.relations.items() -%}
            {%- do run_query('create or replace view raw.' ~ name ~ ' as ' ~ select_sql) -%}
        {%- endfor -%}
        {%- do keep_inputs(answer.inputs) -%}
        {%- for notice in answer.notices -%}
            {%- do print(notice) -%}
        {%- endfor -%}
        {%- do begin_build(answer) -%}
    {%- endif -%}
{%- endmacro %}
