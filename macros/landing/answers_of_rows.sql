{#-
    A select of what a function of python_hooks/voice answers for each row of a relation: the first
    column, and those of its answer rows. Python gets one row at a time.
-#}
{% macro answers_of_rows(function, relation, columns, answer) -%}
    {{ return(
        adapter.dispatch('answers_of_rows', 'cx_warehouse')(function, relation, columns, answer)
    ) }}
{%- endmacro %}

{% macro duckdb__answers_of_rows(function, relation, columns, answer) -%}
select
    asked.{{ columns[0] }},
    {%- for column in answer %}
    asked.one.{{ column }} as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    select
        {{ columns[0] }},
        unnest(from_json(
            {{ function }}({{ json_object_text('asked_of', columns) }}),
            '[{
                {%- for column, type in answer.items() -%}
                "{{ column }}": "{{ {'string': 'varchar'}.get(type, type) }}"
                {{- ', ' if not loop.last }}
                {%- endfor -%}
            }]'
        )) as one
    from {{ relation }} as asked_of
) as asked
{%- endmacro %}

{#-
    Spark starts Python beside each part of the relation and sends it the rows, one a line: the Python
    and the folder that answer as its data source.
-#}
{% macro spark__answers_of_rows(function, relation, columns, answer) -%}
{%- set command = '' -%}
{%- if execute and flags.WHICH in ['build', 'run'] -%}
    {%- set command = ask_python('command_of_answers', {}) -%}
{%- endif -%}
select
    asked.{{ columns[0] }},
    {%- for column in answer %}
    exploded.one.{{ column }} as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    select transform({{ json_object_text('asked_of', columns) }})
        row format delimited fields terminated by '\t' lines terminated by '\n'
        using {{ quoted_text(command ~ ' ' ~ function) }}
        as ({{ columns[0] }} string, answer string)
        row format delimited fields terminated by '\t' lines terminated by '\n'
    from {{ relation }} as asked_of
) as asked
lateral view explode(
    from_json(
        asked.answer,
        'array<struct<
            {%- for column, type in answer.items() -%}
            {{ column }}: {{ type }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        >>'
    )
) exploded as one
{%- endmacro %}
