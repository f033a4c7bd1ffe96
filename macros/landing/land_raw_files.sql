{#-
    Before the first model: every raw table becomes a relation, over files or over a table that is
    already in the database. Its columns are text, or typed where Parquet has the contract's type. A
    refused file stops the run here.
-#}
{% macro land_raw_files() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test'] -%}
        {%- set tables, schemas = [], schemas_of_native() -%}
        {%- do run_query('create schema if not exists raw') -%}
        {%- do run_query('create schema if not exists quality') -%}
        {%- do run_query(create_last_good_profiles()) -%}
        {%- for source_name, table_name in raw_tables() -%}
            {%- set contract = raw_contract(source_name, table_name) -%}
            {%- set words_of_columns = [] -%}
            {%- for column in contract.columns -%}
                {%- do words_of_columns.append(missing_words(column)) -%}
            {%- endfor -%}
            {%- do tables.append({
                'source': source_name,
                'name': table_name,
                'columns': contract.columns | map(attribute='name') | list,
                'required': contract.columns
                    | selectattr('required', 'defined') | map(attribute='name') | list,
                'is_required': contract.is_required,
                'types': contract.columns | map(attribute='data_type') | list,
                'delivery': contract.delivery,
                'key': contract.key,
                'accepted': values_to_map_to(contract),
                'missing_words': words_of_columns,
                'is_elsewhere': source_name in schemas,
                'time_zone': contract.time_zone,
            }) -%}
        {%- endfor -%}
        {%- set request = {
            'raw_path': env_var('CX_RAW_PATH', 'seeds/demo'),
            'landed_path': env_var('CX_WAREHOUSE_PATH', 'warehouse') ~ '/landed',
            'tables': tables,
            'sources': var('raw_sources'),
            'reporting_time_zone': var('reporting_time_zone'),
            'before': builds_before() if target.type == 'duckdb' else {},
        } -%}
        {%- do request.update(schema_columns=columns_of_mapped_tables(request)) -%}
        {%- for source_name, table_name in raw_tables() if source_name in schemas -%}
            {%- do run_query(
                'create or replace view raw.' ~ source_name ~ '__' ~ table_name ~ ' as '
                ~ raw_relation_of_schema(raw_contract(source_name, table_name), schemas[source_name])
            ) -%}
        {%- endfor -%}
        {%- set answer = ask_python('land_raw_files', request) -%}
        {%- if answer.error -%}
            {{- exceptions.raise_compiler_error(answer.error) -}}
        {%- endif -%}
        {%- if answer.leaves_out_erased and reads_schemas() -%}
            {{- exceptions.raise_compiler_error(
                'Customers were erased, and their rows cannot be left out of tables that are read from a '
                ~ 'schema (the variable ' ~ ('raw_schemas: ' ~ var('raw_schemas') | join(', ')
                    if var('raw_schemas') else 'raw_sources')
                ~ '). Deliver these tables as files.'
            ) -}}
        {%- endif -%}
        {%- for name, select_sql in answer.relations.items() -%}
            {%- do run_query('create or replace view raw.' ~ name ~ ' as ' ~ select_sql) -%}
        {%- endfor -%}
        {%- do keep_inputs(answer.inputs, answer.of_schemas) -%}
        {%- do keep_mapped_columns(answer.mapped_columns) -%}
        {%- for notice in answer.notices -%}
            {%- do print(notice) -%}
        {%- endfor -%}
        {%- do begin_build(answer) if target.type == 'duckdb' -%}
    {%- endif -%}
{%- endmacro %}
