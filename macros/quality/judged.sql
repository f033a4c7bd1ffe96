{#-
    The check results of the profiles of a stage ('raw' or 'mart'). Great Expectations checks them
    against the contract and the last good run.
-#}
{% macro judged(stage, profiles, contracts) -%}
    {{ return(adapter.dispatch('judged', 'cx_warehouse')(stage, profiles, contracts)) }}
{%- endmacro %}

{% macro duckdb__judged(stage, profiles, contracts) -%}
{%- set row_json -%}
coalesce(
            cast(to_json(list({
                'source': source, 'table_name': table_name, 'column_name': column_name,
                'measure': measure, 'value': value
            } order by source, table_name, column_name, measure)) as varchar),
            '[]'
        )
{%- endset -%}
with

current_profiles as (

    select
        {{ row_json }} as profiles
    from {{ profiles }}

),

last_good as (

    select
        {{ row_json }} as profiles
    from {{ last_good_profiles() }}
    where stage = '{{ stage }}'

),

answered as (

    select judge_profiles(
        '{"stage": "{{ stage }}", "contract": {{ tojson(contracts) | replace("'", "''") }}, '
        || '"thresholds": {{ tojson(var('check_thresholds')) }}, '
        || '"profiles": ' || current_profiles.profiles || ', '
        || '"last_good": ' || last_good.profiles || '}'
    ) as answer

    from current_profiles
    cross join last_good

),

results as (

    select unnest(from_json(answer, '[{
        "stage": "VARCHAR", "source": "VARCHAR", "table_name": "VARCHAR", "column_name": "VARCHAR",
        "check_name": "VARCHAR", "expectation": "VARCHAR", "severity": "VARCHAR",
        "is_passed": "BOOLEAN", "observed_value": "DOUBLE", "minimum_allowed": "DOUBLE",
        "maximum_allowed": "DOUBLE"
    }]')) as result

    from answered

)

select result.* from results
{%- endmacro %}

{#-
    On Spark, dbt calls Python while it builds the node, with the profiles built before. The casts
    give the rows the same types as on DuckDB.
-#}
{% macro spark__judged(stage, profiles, contracts) -%}
{%- set results = [] -%}
{%- if execute and flags.WHICH in ['build', 'run'] -%}
    {%- set results = ask_python('judge_profiles', {
        'stage': stage,
        'contract': contracts,
        'thresholds': var('check_thresholds'),
        'profiles': profile_rows('select * from ' ~ profiles),
        'last_good': profile_rows(
            'select * from ' ~ last_good_profiles() ~ " where stage = '" ~ stage ~ "'"
        ),
    }) -%}
{%- endif -%}
select inline(from_json(
    {{ quoted_text(tojson(results)) }},
    'array<struct<
        stage: string, source: string, table_name: string, column_name: string,
        check_name: string, expectation: string, severity: string,
        is_passed: boolean, observed_value: double, minimum_allowed: double,
        maximum_allowed: double
    >>'
))
{%- endmacro %}

{#- The rows of a profile as values, in a stable order. -#}
{% macro profile_rows(query) -%}
    {%- set columns = ['source', 'table_name', 'column_name', 'measure'] -%}
    {%- set result = run_query(
        'select ' ~ columns | join(', ') ~ ', cast(value as string) as value from (' ~ query
        ~ ') as profiles order by ' ~ columns | join(', ')
    ) -%}
    {%- set rows = [] -%}
    {%- for row in result.rows -%}
        {%- do rows.append({
            'source': row.source,
            'table_name': row.table_name,
            'column_name': row.column_name or '',
            'measure': row.measure,
            'value': none if row.value is none else row.value | float,
        }) -%}
    {%- endfor -%}
    {{- return(rows) -}}
{%- endmacro %}
