{#-
    The check results of the profiles of a stage ('raw' or 'mart'), judged by Great Expectations
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
