{#-
    Fail a run without the nightly tests, unless they passed before and nothing has failed since.
    The exit code tells the scheduler that nothing was published.
-#}
{% macro require_nightly_tests() -%}
    {%- if nightly_tests_left_out() -%}
        {%- do run_query('create table if not exists quality.nightly_tests (first_failed string)') -%}
        {%- set kept = run_query('select first_failed from quality.nightly_tests') -%}
        {%- set first_failed = kept.columns[0].values() | list -%}
        {%- if not first_failed or first_failed[0] -%}
            {{- exceptions.raise_compiler_error(
                'Not published: '
                ~ (
                    'since the nightly tests last passed, ' ~ first_failed[0]
                    ~ ' failed or was left out of a build'
                    if first_failed else 'the nightly tests have not passed in this warehouse'
                )
                ~ '. A daily run relies on them. Run dbt build --selector nightly.'
                ~ published_file_stays().en
            ) -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
