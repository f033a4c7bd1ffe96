{#- The test results of a run: how many passed and failed, and the names of the tests with a
    warning. -#}
{% macro test_counts(results) -%}
    {%- set tests = results | selectattr('node.resource_type', 'in', ['test', 'unit_test']) | list -%}
    {{- return({
        'passed': tests | selectattr('status', 'equalto', 'pass') | list | length,
        'failed': tests | selectattr('status', 'in', ['fail', 'error']) | list | length,
        'warned': tests | selectattr('status', 'equalto', 'warn') | map(attribute='node.name') | list,
    }) -}}
{%- endmacro %}
