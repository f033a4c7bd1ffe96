{#-
    Store in quality.nightly_tests whether a daily run may rely on earlier tests. The text is empty
    once every nightly test has passed. Later it holds the first test that failed, or that was left
    out of a build whose tables the next build reuses. Tests of tables that --empty built do not
    count.
-#}
{% macro remember_tests(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test'] -%}
        {%- set passed = results
            | selectattr('status', 'in', ['pass', 'warn']) | map(attribute='node.unique_id') | list -%}
        {%- set failed = results
            | selectattr('status', 'in', ['fail', 'error']) | map(attribute='node.unique_id') | list -%}
        {%- set nightly, touched = tests_tagged('nightly'), tests_tagged('touched') -%}
        {%- set broken = (nightly + touched) | select('in', failed) | list -%}
        {%- set built = results
            | selectattr('status', 'equalto', 'success') | map(attribute='node.unique_id') | list -%}
        {%- if flags.WHICH != 'test' and not models_not_in(built) -%}
            {%- set broken = broken + touched | reject('in', passed) | list -%}
        {%- endif -%}
        {%- if not flags.EMPTY and not nightly | reject('in', passed) | list -%}
            {%- do keep_first_failed('') -%}
        {%- elif broken -%}
            {%- do keep_first_failed(broken[0].split('.')[2]) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
