{#- The unique ids of the nightly tests that this run did not select. -#}
{% macro nightly_tests_left_out() -%}
    {{- return(tests_tagged('nightly') | reject('in', selected_resources) | list) -}}
{%- endmacro %}
