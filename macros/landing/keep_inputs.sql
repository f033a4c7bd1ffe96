{#-
    Write down what the run reads, for the published file to say: every delivery by the hash of its
    bytes, and every table of a schema (raw_schemas, raw_sources) by the sum of the hashes of its rows, which does
    not depend on their order. Readers on Spark get no file, so nothing is kept there.
-#}
{% macro keep_inputs(inputs, of_schemas) -%}
    {{- return(adapter.dispatch('keep_inputs', 'cx_warehouse')(inputs, of_schemas)) -}}
{%- endmacro %}

{% macro duckdb__keep_inputs(inputs, of_schemas) -%}
    {%- set query -%}
    create or replace table raw.inputs as
    select unnest(from_json(
        {{ quoted_text(tojson(inputs)) }},
        '[{
            "source_name": "VARCHAR", "table_name": "VARCHAR", "input": "VARCHAR",
            "content_hash": "VARCHAR", "row_count": "BIGINT"
        }]'
    ), recursive := true)
    {%- for source_name, table_name in raw_tables()
        if source_name in schemas_of_native() or source_name ~ '__' ~ table_name in of_schemas
    %}
    union all
    select
        '{{ source_name }}' as source_name,
        '{{ table_name }}' as table_name,
        _file as input,
        cast(sum(cast(md5_number_lower(to_json(given)) as hugeint)) as varchar) as content_hash,
        count(*) as row_count
    from raw.{{ source_name }}__{{ table_name }} as given
    {%- if inputs %}
    where _file not in ('{{ inputs | map(attribute='input') | map('replace', "'", "''") | join("', '") }}')
    {%- endif %}
    group by _file
    {%- endfor %}
    {%- endset -%}
    {%- do run_query(query) -%}
{%- endmacro %}

{% macro spark__keep_inputs(inputs, of_schemas) -%}
{%- endmacro %}
