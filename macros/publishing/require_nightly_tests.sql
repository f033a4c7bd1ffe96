{#-
    Fail a run that left the nightly tests out, unless they passed when they ran last: a schedule must
    see by the exit code that nothing was published.
-#}
{% macro require_nightly_tests() -%}
    {%- if nightly_tests() | reject('in', selected_resources) | list -%}
        {%- do run_query('create table if not exists quality.nightly_tests (first_failed string)') -%}
        {%- set kept = run_query('select first_failed from quality.nightly_tests') -%}
        {%- set first_failed = kept.columns[0].values() | list -%}
        {%- if not first_failed or first_failed[0] -%}
            {{- exceptions.raise_compiler_error(
                'Not published: '
                ~ (
                    first_failed[0] ~ ' did not pass when the nightly tests ran last'
                    if first_failed else 'the nightly tests have not run in this warehouse'
                )
                ~ ', and a daily run rests on them. Run dbt build --selector nightly.'
                ~ ' The published file of before stays as it was.'
            ) -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
