{#-
    A select of the rows that a function of python_hooks/fits answers. `inputs` are relations built
    before this node: from each, the columns named, sorted by them, go out as lists.
-#}
{% macro python_rows(function, settings, inputs, answer) -%}
    {{ return(adapter.dispatch('python_rows', 'cx_warehouse')(function, settings, inputs, answer)) }}
{%- endmacro %}

{% macro duckdb__python_rows(function, settings, inputs, answer) -%}
with

answered as (

    select
        from_json(
            {{ function }}(
                '{"settings": {{ tojson(settings) | replace("'", "''") }}'
                {%- for name, input in inputs.items() %}
                || ', "{{ name }}": ' || (
                    select
                        cast(to_json({
                            {%- for column in input.columns %}
                            '{{ column }}': coalesce(
                                list_transform(sorted_rows, lambda each: each.{{ column }}), []
                            ){{ ',' if not loop.last }}
                            {%- endfor %}
                        }) as varchar)
                    from (
                        select
                            list(
                                {
                                    {%- for column in input.columns %}
                                    '{{ column }}': {{ column }}{{ ', ' if not loop.last }}
                                    {%- endfor %}
                                }
                                order by
                                    {%- for column in input.columns %}
                                    {{ column }} nulls first{{ ',' if not loop.last }}
                                    {%- endfor %}
                            ) as sorted_rows
                        from {{ input.relation }}
                    ) as listed
                )
                {%- endfor %}
                || '}'
            ),
            '{
                {%- for column, type in answer.items() %}
                "{{ column }}": ["{{ {'string': 'varchar'}.get(type, type) }}"]
                {{- ',' if not loop.last }}
                {%- endfor -%}
            }'
        ) as answer

),

answer_rows as (

    select
        {%- for column in answer %}
        unnest(answer.{{ column }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from answered

)

select * from answer_rows
{%- endmacro %}

{#- Spark asks while the node is built; the answer stands in the select. -#}
{% macro spark__python_rows(function, settings, inputs, answer) -%}
{%- set answered = {} -%}
{%- for column in answer -%}
    {%- do answered.update({column: []}) -%}
{%- endfor -%}
{%- if execute and flags.WHICH in ['build', 'run'] -%}
    {%- set request = {'settings': settings} -%}
    {%- for name, input in inputs.items() -%}
        {%- do request.update({name: spark_columns(input)}) -%}
    {%- endfor -%}
    {%- set answered = ask_python(function, request) -%}
{%- endif -%}
with

answered as (

    select from_json(
        {{ quoted_text(tojson(answered)) }},
        'struct<
            {%- for column, type in answer.items() -%}
            {{ column }}: array<{{ type }}>{{ ', ' if not loop.last }}
            {%- endfor -%}
        >'
    ) as answer

),

answer_rows as (

    select
        {%- for column in answer %}
        one.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from answered
    lateral view explode(
        arrays_zip(
            {%- for column in answer %}
            answer.{{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
    ) exploded as one

)

select * from answer_rows
{%- endmacro %}

{#- The columns of a relation as lists of values, sorted as on DuckDB. -#}
{% macro spark_columns(input) -%}
    {%- set lists = [] -%}
    {%- for column in input.columns -%}
        {%- do lists.append('sorted_rows.' ~ column ~ ' as ' ~ column) -%}
    {%- endfor -%}
    {%- set result = run_query(
        'select to_json(struct(' ~ lists | join(', ') ~ ')) as lists'
        ~ ' from (select sort_array(collect_list(struct(' ~ input.columns | join(', ')
        ~ '))) as sorted_rows from ' ~ input.relation ~ ') as listed'
    ) -%}
    {{- return(fromjson(result.columns[0].values()[0])) -}}
{%- endmacro %}
